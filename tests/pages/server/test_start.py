"""A server starts whatever lies in its store, and says what is wrong with it in a sentence."""

from tests.pages.server.tab import Tab, words
from tests.server import running


def test_a_damaged_ledger_is_a_sentence_and_no_figure(tmp_path):
    (tmp_path / "ledger.jsonl").write_text("not json\n")
    with running(str(tmp_path)) as site:
        said = words(Tab(site).run())
    assert "Traceback" not in said and "JSONDecodeError" not in said
    assert "python -m etl verify" in said
    assert "CT1" not in said
