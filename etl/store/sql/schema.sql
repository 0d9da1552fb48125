-- Tables of the store. Derived: every row follows from data/, the originals and the ledger, and can be made anew.
-- Only what DuckLake has too: no keys, no sequences, no indexes, no enums. TIMESTAMP is UTC.

CREATE TABLE meta (
    name VARCHAR NOT NULL,  -- applied_seq, applied_hash, reference_hash, kind
    value VARCHAR
);

-- Reference, from data/
CREATE TABLE plan (
    plan_year INTEGER,
    number VARCHAR,
    issued_on DATE,
    title VARCHAR,
    title_en VARCHAR,
    achieved DOUBLE,
    near DOUBLE,
    coverage DOUBLE
);

CREATE TABLE period (
    plan_year INTEGER,
    period VARCHAR,
    label VARCHAR,
    label_en VARCHAR,
    from_on DATE,
    to_on DATE,
    catalogue_on DATE,
    deadline DATE,
    deadline_day_on_time BOOLEAN,
    reporting_units VARCHAR  -- districts | communes
);

CREATE TABLE target (
    plan_year INTEGER,
    position INTEGER,
    target_code VARCHAR,
    kind VARCHAR,
    numerator VARCHAR,
    denominator VARCHAR,
    at_least INTEGER,
    model_type VARCHAR,
    goal INTEGER,
    title VARCHAR,
    title_en VARCHAR,
    short VARCHAR,
    short_en VARCHAR,
    unit VARCHAR,
    unit_en VARCHAR,
    clause VARCHAR,
    source VARCHAR,
    goal_text VARCHAR,
    goal_text_en VARCHAR
);

CREATE TABLE target_scope (
    plan_year INTEGER,
    target_code VARCHAR,
    district_code VARCHAR
);

CREATE TABLE section (
    plan_year INTEGER,
    position INTEGER,
    section_code VARCHAR,
    name VARCHAR,
    name_en VARCHAR
);

CREATE TABLE lead (
    plan_year INTEGER,
    lead_code VARCHAR,
    name VARCHAR,
    name_en VARCHAR
);

CREATE TABLE activity (
    plan_year INTEGER,
    position INTEGER,
    activity_code VARCHAR,
    section_code VARCHAR,
    clause VARCHAR,
    level VARCHAR,
    lead_code VARCHAR,
    quantity INTEGER,
    counted_by VARCHAR,
    period VARCHAR,
    planned_from DATE,
    planned_to DATE,
    window_text VARCHAR,
    title VARCHAR,
    title_en VARCHAR,
    source VARCHAR,
    note VARCHAR,
    note_en VARCHAR,
    co_lead_codes VARCHAR
);

CREATE TABLE indicator (
    plan_year INTEGER,
    position INTEGER,
    indicator_code VARCHAR,
    title VARCHAR,
    title_en VARCHAR,
    unit VARCHAR,
    unit_en VARCHAR
);

CREATE TABLE unit (
    plan_year INTEGER,
    position INTEGER,
    unit_code VARCHAR,
    unit VARCHAR,
    unit_type VARCHAR,
    level VARCHAR,  -- city | district (whoever reports below it)
    reports_as VARCHAR  -- districts | communes
);

CREATE TABLE base_union (
    base_union_code VARCHAR,
    base_union VARCHAR,
    kind VARCHAR,
    district_code VARCHAR,
    valid_from DATE,
    valid_to DATE,
    basis VARCHAR,
    old_district_code VARCHAR  -- the one district that it lies in, or that all of it lay in; null where several
);

CREATE TABLE lineage (
    base_union_code VARCHAR,
    base_union VARCHAR,
    district_code VARCHAR,
    valid_from DATE,
    valid_to DATE,
    successor_code VARCHAR,
    successor_from DATE,
    successor_to DATE,
    share VARCHAR,  -- share: whole | part; a unit is its own successor
    since DATE,
    is_verified BOOLEAN,
    is_known BOOLEAN
);

CREATE TABLE tile (
    district_code VARCHAR,
    district VARCHAR,
    district_type VARCHAR,
    tile_row INTEGER,
    tile_column INTEGER,
    is_in_plan BOOLEAN
);

-- What was accepted
CREATE TABLE version (
    version INTEGER,
    plan_year INTEGER,
    period VARCHAR,
    unit_code VARCHAR,
    sha256 VARCHAR,
    file_name VARCHAR,
    received_on DATE,
    accepted_at TIMESTAMP,
    accepted_by VARCHAR,
    reason VARCHAR,
    report_date DATE,
    prepared_by VARCHAR,
    phone VARCHAR,
    district_plan_no VARCHAR,
    district_plan_date DATE,
    plan_approved BOOLEAN,
    plan_approved_on DATE,
    budget_million_vnd DOUBLE,
    finding_count INTEGER,
    budget_state_million_vnd DOUBLE,
    budget_raised_million_vnd DOUBLE,
    budget_union_million_vnd DOUBLE,
    spent_state_million_vnd DOUBLE,
    spent_raised_million_vnd DOUBLE,
    spent_union_million_vnd DOUBLE,
    partners VARCHAR,
    difficulties VARCHAR,
    proposals VARCHAR
);

CREATE TABLE version_records (
    version INTEGER,
    records VARCHAR  -- the records as JSON, as they were hashed on acceptance
);

CREATE TABLE version_change (
    version INTEGER,
    seq INTEGER,
    changed_on DATE,  -- withdraw and restore, dated (Hanoi day)
    is_withdrawn BOOLEAN,
    reason VARCHAR,
    actor VARCHAR
);

CREATE TABLE base_union_report (
    version INTEGER,
    source_row INTEGER,
    base_union_code VARCHAR,
    members INTEGER,
    rural_members INTEGER,
    landscape_models INTEGER,
    landscape_model_names VARCHAR,
    reached INTEGER,
    reached_environment INTEGER,
    reached_waste INTEGER,
    reached_straw INTEGER,
    reached_economy INTEGER,
    note VARCHAR
);

CREATE TABLE model_report (
    version INTEGER,
    source_row INTEGER,
    model_type VARCHAR,
    commune_code VARCHAR,
    supported_by VARCHAR,
    trained_on DATE,
    trainees INTEGER,
    launched_on DATE,
    households INTEGER,
    volume DOUBLE,
    volume_unit VARCHAR,
    area_ha DOUBLE,
    state VARCHAR,
    note VARCHAR
);

CREATE TABLE event_report (
    version INTEGER,
    source_row INTEGER,
    activity_code VARCHAR,
    activity_code_given VARCHAR,
    title VARCHAR,
    planned_from DATE,
    planned_to DATE,
    actual_from DATE,
    actual_to DATE,
    place VARCHAR,
    quantity INTEGER,
    participants INTEGER,
    cost_million_vnd DOUBLE,
    result VARCHAR,
    note VARCHAR,
    platform VARCHAR,
    contest_entries INTEGER,
    exhibitors INTEGER,
    contracts INTEGER,
    sales_million_vnd DOUBLE
);

CREATE TABLE indicator_report (
    version INTEGER,
    source_row INTEGER,
    indicator_code VARCHAR,
    value DOUBLE
);

-- Where each figure stands: form and field → sheet and column; source_row is the row. TT has a cell a field.
CREATE TABLE source_column (
    version INTEGER,
    form VARCHAR,
    field VARCHAR,
    sheet VARCHAR,
    column_letter VARCHAR
);

CREATE TABLE source_cell (
    version INTEGER,
    field VARCHAR,
    sheet VARCHAR,
    cell VARCHAR
);

CREATE TABLE finding (
    version INTEGER,
    position INTEGER,
    code VARCHAR,
    sheet VARCHAR,
    cell VARCHAR,
    value VARCHAR,
    reason VARCHAR,
    params VARCHAR
);

-- Synthesis reports that were issued; what was withdrawn, dated (Hanoi day)
CREATE TABLE issue (
    issue INTEGER,
    plan_year INTEGER,
    period VARCHAR,
    as_of DATE,
    number VARCHAR,
    signed_on DATE,
    signer VARCHAR,
    sha256 VARCHAR,
    file_name VARCHAR,
    issued_on DATE,
    issued_at TIMESTAMP,
    issued_by VARCHAR
);

CREATE TABLE issue_withdrawn (
    issue INTEGER,
    seq INTEGER,
    withdrawn_on DATE,
    reason VARCHAR,
    actor VARCHAR
);

-- The ledger, searchable
CREATE TABLE entry (
    seq INTEGER,
    occurred_at TIMESTAMP,
    actor VARCHAR,
    origin VARCHAR,
    action VARCHAR,
    unit_code VARCHAR,
    plan_year INTEGER,
    period VARCHAR,
    version INTEGER,
    file_name VARCHAR,
    sha256 VARCHAR,
    reason VARCHAR,
    detail VARCHAR
);
