"""The command line: contract.md, command by command; wrong usage is one sentence and exit status 2."""

import json
import os
import subprocess
import sys

import openpyxl
import pytest

from etl.__main__ import main
from etl.commands.parser import MODULES
from tests.paths import ROOT
from tests.reports import base_rows, workbook


@pytest.fixture
def files(tmp_path, home):
    """A good report, one with warnings, a bad one, one that is no workbook."""
    bad = base_rows("017")
    bad[2][0] = "Nơi Lạ"
    made = {
        "good": workbook(),
        "warned": workbook("Ba Vì", "271", base=base_rows("271")[1:]),
        "bad": workbook("Đông Anh", "017", base=bad),
        "text": b"a,b\n1,2\n",
    }
    for name, data in made.items():
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    return {name: str(tmp_path / f"{name}.xlsx") for name in made}


def run(capsys, *arguments):
    status = main(list(arguments))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return status, captured.out, captured.err


def test_check_and_load_as_json(files, capsys):
    status, out, _ = run(capsys, "check", files["good"], files["text"], "--json")
    good, text = json.loads(out)
    assert status == 1
    assert {key: good[key] for key in ("file", "unit", "year", "period", "outcome", "version", "findings")} == {
        "file": files["good"],
        "unit": "Thanh Oai",
        "year": 2024,
        "period": "H1",
        "outcome": "accepted",
        "version": None,
        "findings": [],
    }
    assert (text["outcome"], text["findings"][0]["code"], text["findings"][0]["cell"]) == ("refused", "E01", None)
    status, out, _ = run(
        capsys,
        "load",
        files["good"],
        files["warned"],
        files["bad"],
        "--received-on",
        "2024-06-10",
        "--json",
        "--lang",
        "en",
    )
    results = json.loads(out)
    assert (status, [r["outcome"] for r in results]) == (1, ["accepted", "needs_confirmation", "refused"])
    finding = next(f for f in results[2]["findings"] if f["code"] == "E05")
    assert set(finding) == {"code", "severity", "sheet", "cell", "value", "message", "hint"}
    assert (finding["severity"], finding["sheet"], finding["cell"], finding["value"]) == (
        "error",
        "BM1",
        "B4",
        "Nơi Lạ",
    )
    assert "is not in the catalogue" in finding["message"]
    assert run(capsys, "load", files["warned"], "--confirm-warnings")[0] == 0
    assert run(capsys, "load", files["good"])[0] == 0


def test_versions_withdraw_restore_status(files, capsys):
    run(capsys, "load", files["good"], "--received-on", "2024-06-10")
    (row,) = json.loads(run(capsys, "versions", "--json")[1])
    assert (row["version"], row["unit"], row["state"], row["received_on"]) == (1, "Thanh Oai", "in_force", "2024-06-10")
    rows = {
        (r["unit"], r["period"]): r["status"]
        for r in json.loads(run(capsys, "status", "--as-of", "2024-07-01", "--json")[1])
    }
    assert (len(rows), rows["Thanh Oai", "H1"], rows["Ba Vì", "H1"], rows["Ba Vì", "FY"]) == (
        36,
        "on_time",
        "missing",
        "due",
    )
    assert run(capsys, "withdraw", "1", "--reason", "nhầm")[0] == 0
    assert json.loads(run(capsys, "versions", "--unit", "H. Thanh Oai", "--json")[1])[0]["state"] == "withdrawn"
    assert run(capsys, "withdraw", "1", "--reason", "nhầm")[0] == 2
    assert run(capsys, "restore-version", "1", "--reason", "đúng")[0] == 0


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.parquet"])
def test_export_gives_the_view(files, capsys, tmp_path, name):
    run(capsys, "load", files["good"], "--received-on", "2024-06-10")
    out = str(tmp_path / name)
    assert (
        run(
            capsys,
            "export",
            "target_completion",
            "--out",
            out,
            "--year",
            "2024",
            "--period",
            "H1",
            "--unit",
            "Thanh Oai",
        )[0]
        == 0
    )
    import pandas

    found = {
        "csv": pandas.read_csv,
        "xlsx": lambda path: pandas.read_excel(path, sheet_name="Bảng"),
        "parquet": pandas.read_parquet,
    }[name[4:]](out)
    assert list(found.target_code) == ["CT1", "CT2", "CT3A", "CT3B"]
    assert (found.numerator[0], found.completion[1], found.status[3]) == (21, 0.75, "not_applicable")
    assert "sample_note" not in found.columns


def test_latest_and_every_view(files, capsys, tmp_path):
    run(capsys, "load", files["good"], "--received-on", "2024-06-10")
    for view in ("base_union_status", "model_progress", "event_timeline", "reporting_status", "target_completion"):
        for period in ("H1", "latest"):
            assert run(capsys, "export", view, "--out", str(tmp_path / f"{view}.csv"), "--period", period)[0] == 0


def test_template_sample_start_backup_verify_rebuild(capsys, tmp_path, home):
    out = str(tmp_path / "t.xlsx")
    assert run(capsys, "template", "--unit", "tx Son Tay", "--year", "2024", "--period", "H1", "--out", out)[0] == 0
    assert openpyxl.load_workbook(out).sheetnames[:3] == ["Hướng dẫn", "TT", "BM1"]
    status, text, _ = run(capsys, "sample")
    assert status == 0 and "không có thật" in text
    assert run(capsys, "sample")[0] == 2
    (tmp_path / "x.xlsx").write_bytes(workbook())
    status, _, error = run(capsys, "load", str(tmp_path / "x.xlsx"))
    assert status == 2 and "số liệu mẫu" in error
    assert run(capsys, "verify")[0] == 0
    assert run(capsys, "rebuild")[0] == 0
    assert run(capsys, "backup", str(tmp_path / "b.zip"))[0] == 0
    assert run(capsys, "start")[0] == 0
    assert "Chưa có báo cáo" in run(capsys, "versions")[1]
    assert run(capsys, "restore", str(tmp_path / "b.zip"))[0] == 0
    os.unlink(os.path.join(home, "monitor.duckdb"))  # it follows from ledger and originals: made again, and said
    status, text, _ = run(capsys, "verify")
    assert status == 0 and "đã bổ sung, không mất gì" in text


def test_annotated_copies(files, capsys, tmp_path):
    folder = str(tmp_path / "marked")
    assert run(capsys, "check", files["bad"], files["text"], "--annotated", folder)[0] == 1
    assert os.listdir(folder) == ["bad.xlsx"]
    book = openpyxl.load_workbook(os.path.join(folder, "bad.xlsx"))
    assert book.sheetnames[0] == "Cần sửa"
    assert "E05" in book["BM1"]["B4"].comment.text


WRONG = [
    [],
    ["nothing"],
    ["load"],
    ["load", "/no/such/file.xlsx"],
    ["load", "."],
    ["check"],
    ["check", "/no/such"],
    ["template"],
    ["template", "--unit", "Nơi Lạ", "--year", "2024", "--period", "H1", "--out", "x.xlsx"],
    ["template", "--unit", "Ba Vì", "--year", "2031", "--period", "H1", "--out", "x.xlsx"],
    ["template", "--unit", "Ba Vì", "--year", "2024", "--period", "Q1", "--out", "x.xlsx"],
    ["withdraw"],
    ["withdraw", "x", "--reason", "y"],
    ["withdraw", "7", "--reason", "y"],
    ["restore-version", "7"],
    ["restore-version", "7", "--reason", "y"],
    ["status", "--as-of", "hôm qua"],
    ["status", "--year", "2031"],
    ["export"],
    ["export", "nothing", "--out", "x.csv"],
    ["export", "target_completion", "--out", "x.doc"],
    ["export", "target_completion", "--out", "/no/such/folder/x.csv"],
    ["export", "target_completion", "--out", "x.csv", "--period", "Q"],
    ["backup"],
    ["restore"],
    ["restore", "/no/such.zip"],
    ["versions", "--unit", "Nơi Lạ"],
    ["verify", "now"],
    ["rebuild", "now"],
    ["sample", "now"],
    ["start", "now"],
    ["load", "x", "--received-on", "1/2/2024"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_wrong_usage_is_one_sentence_and_status_2(capsys, home, arguments, lang):
    status, out, error = run(
        capsys, *arguments, *(["--lang", "en"] if lang == "en" and arguments and arguments[0] in MODULES else [])
    )
    assert status == 2
    assert out == ""
    assert len(error.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["withdraw"], "Lệnh chưa đúng: Thiếu VERSION, --reason."),
        (["status", "--year", "x"], "Lệnh chưa đúng: --year: “x” không phải là số nguyên."),
        (["export"], "Lệnh chưa đúng: Thiếu VIEW, --out."),
        (["verify", "now"], "Lệnh chưa đúng: Không hiểu “now”."),
        (["load", "x", "--received-on"], "Lệnh chưa đúng: --received-on cần một giá trị."),
        (["status", "--as-of", "1/2/2024"], "Lệnh chưa đúng: --as-of: “1/2/2024” không phải là ngày dạng 2024-06-10."),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_said_in_vietnamese(capsys, home, arguments, sentence):
    _, _, error = run(capsys, *arguments)
    assert error.startswith(sentence)


def test_the_language_may_stand_first(files, capsys):
    assert (
        run(capsys, "--lang", "en", "check", files["good"])[:2]
        == run(capsys, "check", files["good"], "--lang", "en")[:2]
    )
    assert "no errors" in run(capsys, "--lang=en", "check", files["good"])[1]


@pytest.mark.skipif(os.name != "posix", reason="these are a shell's ways")
@pytest.mark.parametrize(("redirection", "status"), [(">&-", 0), ("2>&-", 0), ("> /dev/full", 2), ("| head -c 1", 0)])
def test_no_output_that_fails_is_a_traceback(files, redirection, status):
    if "full" in redirection and not os.path.exists("/dev/full"):
        pytest.skip("no such device")
    command = f"{sys.executable} -m etl status {redirection}"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == status
    assert len(done.stderr.splitlines()) == (1 if status else 0)


@pytest.mark.parametrize("command", MODULES)
def test_every_command_has_help(capsys, command):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert command in capsys.readouterr().out


def test_the_module_runs_as_a_process(files):
    done = subprocess.run(
        [sys.executable, "-m", "etl", "load", files["good"]], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Thanh Oai 2024 H1: đã tiếp nhận (bản 1)" in done.stdout


def test_the_city_is_a_unit_of_every_view(files, capsys, tmp_path):
    run(capsys, "load", files["good"], "--received-on", "2024-06-10")
    out = tmp_path / "city.csv"
    assert (
        run(capsys, "export", "target_completion", "--out", str(out), "--period", "H1", "--unit", "Hội LHPN Hà Nội")[0]
        == 0
    )
    assert out.read_text(encoding="utf-8-sig").splitlines()[1].startswith("2024,H1,CT1,,Hội LHPN Hà Nội,21,413,")


def test_two_files_of_one_name_give_two_marked_copies(files, capsys, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "bad.xlsx").write_bytes((tmp_path / "bad.xlsx").read_bytes())
    folder = str(tmp_path / "marked")
    run(capsys, "check", files["bad"], str(tmp_path / "other" / "bad.xlsx"), "--annotated", folder)
    assert sorted(os.listdir(folder)) == ["bad (2).xlsx", "bad.xlsx"]
