"""The rows that answer the questions in sql/questions: written by describe.py, not by hand.

A value is None where nothing was reported or where a left join found nothing; has() in pages/parts/formatting.py asks.
"""

from datetime import date, datetime
from typing import NamedTuple


class Activities(NamedTuple):
    """Of activities.sql."""

    plan_year: int
    period: str
    activity_code: str
    unit_code: str
    unit: str
    quantity_done: int
    quantity: int
    events: int
    units_done: int
    units: int
    participants: int
    cost_million_vnd: float
    actual_from: date
    actual_to: date
    status: str
    position: int
    section_code: str
    clause: str
    level: str
    lead_code: str
    counted_by: str
    planned_from: date
    planned_to: date
    window_text: str
    title: str
    title_en: str
    source: str
    note: str
    note_en: str
    co_lead_codes: str
    section: str
    section_en: str
    lead: str
    lead_en: str


class BaseUnionBands(NamedTuple):
    """Of base_union_bands.sql."""

    status: str
    least: float
    below: float
    base_unions: int


class BaseUnionCounts(NamedTuple):
    """Of base_union_counts.sql."""

    models: int
    status: str
    base_unions: int


class BaseUnions(NamedTuple):
    """Of base_unions.sql."""

    plan_year: int
    period: str
    district_code: str
    base_union_code: str
    district: str
    base_union: str
    members: int
    rural_members: int
    landscape_models: int
    reached: int
    reached_environment: int
    reached_waste: int
    reached_straw: int
    reached_economy: int
    ct1_status: str
    ct2_completion: float
    kind: str
    landscape_model_names: str
    note: str
    version: int
    source_sheet: str
    source_row: int
    is_reported: bool
    has_report: bool
    report_period: str
    confirmed_oddities: str
    file_name: str
    models_at: str
    reached_at: str
    ct2_status: str


class BudgetSums(NamedTuple):
    """Of budget_sums.sql."""

    units: int
    reported: int
    approved: int
    with_budget: int
    budget_million_vnd: float
    budget_state_million_vnd: float
    budget_raised_million_vnd: float
    budget_union_million_vnd: float
    spent_state_million_vnd: float
    spent_raised_million_vnd: float
    spent_union_million_vnd: float


class Budgets(NamedTuple):
    """Of budgets.sql."""

    unit_code: str
    unit: str
    version: int
    district_plan_no: str
    district_plan_date: date
    plan_approved: bool
    plan_approved_on: date
    budget_million_vnd: float
    budget_state_million_vnd: float
    budget_raised_million_vnd: float
    budget_union_million_vnd: float
    spent_state_million_vnd: float
    spent_raised_million_vnd: float
    spent_union_million_vnd: float
    spent_million_vnd: float
    partners: str
    difficulties: str
    proposals: str
    file_name: str
    budget_at: str


class Catalogue(NamedTuple):
    """Of catalogue.sql."""

    base_union_code: str
    base_union: str
    kind: str
    district_code: str
    valid_from: date
    valid_to: date
    basis: str
    predecessors: str
    predecessors_in_part: str
    is_verified: bool
    successors: str
    successors_in_part: str


class Changes(NamedTuple):
    """Of changes.sql."""

    version: int
    seq: int
    changed_on: date
    is_withdrawn: bool
    reason: str
    actor: str


class Communes(NamedTuple):
    """Of communes.sql."""

    base_union_code: str
    base_union: str
    district_code: str


class Comparison(NamedTuple):
    """Of comparison.sql."""

    level: str
    target_code: str
    district_code: str
    district: str
    before_numerator: int
    before_denominator: int
    before_completion: float
    before_status: str
    numerator: int
    denominator: int
    completion: float
    status: str
    before_base_unions: int
    base_unions: int
    is_goal_changed: bool
    reason: str
    parts: str
    units: int
    units_compared: int
    position: int


class Crosswalk(NamedTuple):
    """Of crosswalk.sql."""

    level: str
    unit_code: str
    unit: str
    base_unions: int
    members: int
    rural_members: int
    landscape_models: int
    reached: int
    reached_environment: int
    reached_waste: int
    reached_straw: int
    reached_economy: int
    is_exact: bool
    parts: str
    old_districts: str


class DistrictCompletion(NamedTuple):
    """Of district_completion.sql."""

    target_code: str
    district_code: str
    district: str
    numerator: int
    denominator: int
    completion: float
    status: str
    units_reported: int
    units_expected: int


class Districts(NamedTuple):
    """Of districts.sql."""

    district_code: str
    district: str
    unit_type: str
    position: int


class Entries(NamedTuple):
    """Of entries.sql."""

    seq: int
    occurred_at: datetime
    actor: str
    origin: str
    action: str
    unit: str
    plan_year: int
    period: str
    version: int
    file_name: str
    reason: str
    detail: str
    sha256: str
    unit_code: str


class Events(NamedTuple):
    """Of events.sql."""

    plan_year: int
    period: str
    unit_code: str
    source_row: int
    unit: str
    activity_code: str
    title: str
    planned_from: date
    planned_to: date
    actual_from: date
    actual_to: date
    place: str
    quantity: int
    participants: int
    cost_million_vnd: float
    status: str
    result: str
    activity_code_given: str
    note: str
    is_quantity_reported: bool
    level: str
    version: int
    source_sheet: str
    report_period: str
    confirmed_oddities: str
    section_code: str
    lead_code: str
    platform: str
    contest_entries: int
    exhibitors: int
    contracts: int
    sales_million_vnd: float
    file_name: str


class IndicatorParts(NamedTuple):
    """Of indicator_parts.sql."""

    unit_code: str
    unit: str
    value: float
    version: int
    file_name: str
    source_sheet: str
    source_row: int


class IndicatorPartsOf(NamedTuple):
    """Of indicator_parts_of.sql."""

    plan_year: int
    period: str
    indicator_code: str
    unit_code: str
    unit: str
    title: str
    title_en: str
    counted: str
    counted_en: str
    value: float
    has_report: bool
    level: str
    version: int
    source_sheet: str
    source_row: int
    report_period: str
    position: int
    file_name: str


class Indicators(NamedTuple):
    """Of indicators.sql."""

    indicator_code: str
    title: str
    title_en: str
    unit: str
    unit_en: str
    value: float
    units: int


class Leads(NamedTuple):
    """Of leads.sql."""

    plan_year: int
    lead_code: str
    name: str
    name_en: str


class ModelSums(NamedTuple):
    """Of model_sums.sql."""

    target_code: str
    households: int
    trainees: int
    area_ha: float
    volume_unit: str
    volume: float


class Models(NamedTuple):
    """Of models.sql."""

    plan_year: int
    period: str
    model_type: str
    district_code: str
    commune_code: str
    supported_by: str
    district: str
    commune: str
    stage: str
    trained_on: date
    launched_on: date
    trainees: int
    households: int
    volume: float
    volume_unit: str
    area_ha: float
    state: str
    counts_for: str
    program_target: str
    is_surplus: bool
    place_number: int
    note: str
    version: int
    source_sheet: str
    source_row: int
    report_period: str
    confirmed_oddities: str
    file_name: str
    shown_state: str


class Oddities(NamedTuple):
    """Of oddities.sql."""

    plan_year: int
    period: str
    label: str
    label_en: str
    unit_code: str
    unit: str
    code: str
    sheet: str
    cell: str
    value: str
    reason: str
    params: str
    version: int
    file_name: str
    accepted_by: str
    received_on: date


class Outlook(NamedTuple):
    """Of outlook.sql."""

    target_code: str
    low: float
    high: float
    years: int
    deadline: date


class Pace(NamedTuple):
    """Of pace.sql."""

    target_code: str
    district_code: str
    missing: int
    deadline: date
    days: int
    per_week: int


class PeriodUnits(NamedTuple):
    """Of period_units.sql."""

    unit_code: str
    unit: str
    unit_type: str
    level: str
    position: int


class Periods(NamedTuple):
    """Of periods.sql."""

    plan_year: int
    period: str
    label: str
    label_en: str
    from_on: date
    to_on: date
    catalogue_on: date
    deadline: date
    deadline_day_on_time: bool
    reporting_units: str


class Plans(NamedTuple):
    """Of plans.sql."""

    plan_year: int
    number: str
    issued_on: date
    title: str
    title_en: str
    achieved: float
    near: float
    coverage: float


class Prepared(NamedTuple):
    """Of prepared.sql."""

    prepared_by: str
    phone: str


class Ranks(NamedTuple):
    """Of ranks.sql."""

    target_code: str
    first_rank: int
    last_rank: int
    districts: int
    least: float
    most: float


class Replication(NamedTuple):
    """Of replication.sql."""

    district: str
    model_type: str
    supported_by: str
    models: int
    households: int


class ReplicationSums(NamedTuple):
    """Of replication_sums.sql."""

    model_type: str
    supported_by: str
    models: int


class ReportSources(NamedTuple):
    """Of report_sources.sql."""

    unit_code: str
    unit: str
    version: int
    file_name: str
    received_on: date
    form: str
    sheet: str
    first_column: str
    last_column: str
    first_row: int
    last_row: int


class Reporting(NamedTuple):
    """Of reporting.sql."""

    plan_year: int
    period: str
    unit_code: str
    unit: str
    deadline: date
    received_on: date
    status: str
    versions: int
    accepted_file: str
    findings: int
    version: int
    last_received_on: date
    deadline_day_on_time: bool
    days_after_deadline: int
    plan_approved: bool
    plan_approved_on: date
    district_plan_no: str
    district_plan_date: date
    budget_million_vnd: float
    report_date: date
    accepted_at: datetime
    budget_state_million_vnd: float
    budget_raised_million_vnd: float
    budget_union_million_vnd: float
    spent_state_million_vnd: float
    spent_raised_million_vnd: float
    spent_union_million_vnd: float
    partners: str
    difficulties: str
    proposals: str
    label: str
    label_en: str


class ReportingRates(NamedTuple):
    """Of reporting_rates.sql."""

    plan_year: int
    period: str
    label: str
    label_en: str
    deadline: date
    expected: int
    reported: int
    on_time: int
    rate: float
    rate_on_time: float


class SectionSums(NamedTuple):
    """Of section_sums.sql."""

    section_code: str
    section: str
    section_en: str
    activities: int
    done: int
    partly: int
    overdue: int
    ahead: int
    events: int
    participants: int
    cost_million_vnd: float


class SourceCells(NamedTuple):
    """Of source_cells.sql."""

    field: str
    sheet: str
    cell: str


class Sources(NamedTuple):
    """Of sources.sql."""

    form: str
    field: str
    sheet: str
    column_letter: str


class TargetChanges(NamedTuple):
    """Of target_changes.sql."""

    plan_year: int
    period: str
    target_code: str
    before_period: str
    units: int
    numerator: int
    before_numerator: int
    completion: float
    before_completion: float
    before: str
    before_en: str


class TargetCompletion(NamedTuple):
    """Of target_completion.sql."""

    plan_year: int
    period: str
    target_code: str
    district_code: str
    district: str
    numerator: int
    denominator: int
    completion: float
    status: str
    units_reported: int
    units_expected: int
    base_unions_reported: int
    base_unions_expected: int
    goal: int
    level: str
    version: int
    report_period: str
    position: int
    title: str
    title_en: str
    short: str
    short_en: str
    counted: str
    counted_en: str
    clause: str
    source: str
    goal_text: str
    goal_text_en: str
    kind: str


class Targets(NamedTuple):
    """Of targets.sql."""

    plan_year: int
    position: int
    target_code: str
    kind: str
    numerator: str
    denominator: str
    at_least: int
    model_type: str
    goal: int
    title: str
    title_en: str
    short: str
    short_en: str
    unit: str
    unit_en: str
    clause: str
    source: str
    goal_text: str
    goal_text_en: str


class Tiles(NamedTuple):
    """Of tiles.sql."""

    district_code: str
    district: str
    district_type: str
    tile_row: int
    tile_column: int
    is_in_plan: bool


class Topics(NamedTuple):
    """Of topics.sql."""

    district_code: str
    district: str
    rural_members: int
    reached: int
    reached_environment: int
    reached_waste: int
    reached_straw: int
    reached_economy: int
    share_environment: float
    share_waste: float
    share_straw: float
    share_economy: float


class Units(NamedTuple):
    """Of units.sql."""

    plan_year: int
    position: int
    unit_code: str
    unit: str
    unit_type: str
    level: str
    reports_as: str


class Versions(NamedTuple):
    """Of versions.sql."""

    version: int
    plan_year: int
    period: str
    unit_code: str
    unit: str
    file_name: str
    sha256: str
    received_on: date
    accepted_at: datetime
    accepted_by: str
    reason: str
    report_date: date
    finding_count: int
    is_withdrawn: bool
    is_in_force: bool
