"""Commands and options, as the contract names them; a wrong call is one sentence."""

import argparse
import glob
import os
from datetime import date
from typing import NoReturn

from etl.commands.words import in_vietnamese, say
from etl.outputs.views import VIEWS

MODULES = {
    "plan": "plans",
    "template": "plans",
    "check": "reports",
    "load": "reports",
    "versions": "versions",
    "withdraw": "versions",
    "restore-version": "versions",
    "status": "figures",
    "export": "figures",
    "compare": "comparisons",
    "report": "papers",
    "slides": "papers",
    "issue": "papers",
    "issued": "papers",
    "sample": "stores",
    "start": "stores",
    "backup": "stores",
    "restore": "stores",
    "verify": "stores",
    "rebuild": "stores",
    "users": "users",
}  # command → module of etl.commands that holds its function


class Usage(Exception):
    """A call that is not understood; its text is the sentence."""


class _Parser(argparse.ArgumentParser):
    lang = "vi"

    def error(self, message: str) -> NoReturn:
        command = self.prog.split()[-1] + " " if " etl " in f" {self.prog} " and not self.prog.endswith("etl") else ""
        message = message if _Parser.lang == "en" else in_vietnamese(message)
        what = message[:1].upper() + message[1:].rstrip(".") + "."
        raise Usage(say("usage", _Parser.lang, what=what, command=command))


def parse(arguments: list[str], lang: str) -> tuple[str, argparse.Namespace]:
    """The command's name and its options. Raises Usage; --help prints and leaves."""
    _Parser.lang = lang
    arguments = _lang_last(arguments)
    parser = _Parser(
        prog="python -m etl",
        description=(
            "Báo cáo Excel của các huyện vào, số liệu chính xác ra. / District workbooks in, exact figures out."
        ),
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=help_text, description=help_text)
        found.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ / language")
        return found

    template = add("template", "biểu mẫu trống của một đơn vị / the blank workbook of one unit")
    template.add_argument("--unit", required=True, help="tên hoặc mã đơn vị / name or code")
    template.add_argument("--year", type=int, required=True, help="năm kế hoạch / plan year")
    template.add_argument("--period", required=True, help="kỳ của kế hoạch / a period of the plan")
    template.add_argument("--out", required=True, help="tệp .xlsx ra / file to write")

    check = add("check", "chỉ kiểm tra, không thay đổi gì / findings only, changes nothing")
    check.add_argument("files", nargs="+", metavar="FILE", help="tệp báo cáo / workbooks")
    check.add_argument("--json", action="store_true", help="in JSON / print JSON")
    check.add_argument("--annotated", metavar="DIR", help="trả lại từng tệp có đánh dấu / each workbook back, marked")

    plan = add("plan", "kiểm tra tệp kế hoạch / every slip of a plan file, what it quotes of the plan's text")
    plan.add_argument("step", choices=("check", "cover"), metavar="check|cover", help="check | cover")
    plan.add_argument(
        "files", nargs="*", metavar="FILE", help="tệp kế hoạch, để trống: mọi tệp / plan files, blank: all"
    )
    plan.add_argument("--json", action="store_true", help="in JSON / print JSON")

    load = add("load", "kiểm tra rồi tiếp nhận trọn vẹn hoặc không / check, then accept whole or not at all")
    load.add_argument("files", nargs="+", metavar="FILE", help="tệp báo cáo / workbooks")
    load.add_argument(
        "--received-on",
        type=_date,
        metavar="YYYY-MM-DD",
        help="ngày nhận, mặc định hôm nay / day received, default today",
    )
    load.add_argument("--confirm-warnings", action="store_true", help="xác nhận các cảnh báo / confirm warnings")
    load.add_argument("--reason", metavar="TEXT", help="lý do, khi thay báo cáo cũ / why, when replacing")
    load.add_argument("--json", action="store_true", help="in JSON / print JSON")

    versions = add("versions", "các bản đã tiếp nhận / what was accepted")
    versions.add_argument("--unit", help="đơn vị / unit")
    versions.add_argument("--year", type=int, help="năm / year")
    versions.add_argument("--json", action="store_true", help="in JSON / print JSON")

    for name, text in (
        ("withdraw", "thu hồi một bản / take a version back"),
        ("restore-version", "khôi phục bản đã thu hồi / let a withdrawn version count again"),
    ):
        change = add(name, text)
        change.add_argument("version", type=int, metavar="VERSION", help="số bản / version")
        change.add_argument("--reason", required=True, metavar="TEXT", help="lý do / reason")

    status = add("status", "đơn vị nào đã nộp, đúng hạn hay không / who has reported, on time or not")
    status.add_argument("--year", type=int, help="năm / year")
    status.add_argument("--as-of", type=_date, metavar="DATE", help="tính đến ngày / as of")
    status.add_argument("--json", action="store_true", help="in JSON / print JSON")

    export = add("export", "xuất một bảng kết quả / one of the views")
    export.add_argument("view", choices=VIEWS, metavar="VIEW", help=" | ".join(VIEWS))
    export.add_argument("--out", required=True, metavar="FILE.csv|.xlsx|.parquet", help="tệp ra / file to write")
    export.add_argument("--year", type=int, help="năm / year")
    export.add_argument("--period", help="kỳ, hoặc latest / a period, or latest")
    export.add_argument("--unit", help="đơn vị / unit")
    export.add_argument("--as-of", type=_date, metavar="DATE", help="tính đến ngày / as of")

    compare = add("compare", "so sánh hai kỳ hoặc hai năm / two periods or years side by side")
    for option, name in (("--from", "before"), ("--to", "after")):
        compare.add_argument(option, dest=name, required=True, metavar="Y:P", help="năm:kỳ, 2024:H1 / year:period")
    compare.add_argument("--as-of", type=_date, metavar="DATE", help="tính đến ngày / as of")
    compare.add_argument("--out", metavar="FILE.xlsx|.csv", help="tệp ra / file to write")
    compare.add_argument("--json", action="store_true", help="in JSON / print JSON")

    for name, kind, text in (
        ("report", "docx", "báo cáo tổng hợp (Word) / the synthesis report (Word)"),
        ("slides", "pptx", "bài trình chiếu (PowerPoint) / the meeting's slides (PowerPoint)"),
        ("issue", "", "phát hành báo cáo tổng hợp / freeze a synthesis report"),
    ):
        paper = add(name, text)
        paper.add_argument("--year", type=int, required=True, help="năm kế hoạch / plan year")
        paper.add_argument("--period", required=True, help="kỳ / period")
        paper.add_argument("--as-of", type=_date, metavar="DATE", help="tính đến ngày / as of")
        if kind:
            paper.add_argument("--out", required=True, metavar=f"FILE.{kind}", help="tệp ra / file to write")
        if name != "slides":
            paper.add_argument("--number", default="", metavar="N", help="số văn bản / number")
            paper.add_argument("--signed-on", type=_date, metavar="DATE", help="ngày ký / day of signing")
            paper.add_argument("--signer", default="", help="người ký / signer")
    issued = add("issued", "báo cáo đã phát hành, có gì thay đổi từ đó / what was issued, what has changed since")
    issued.add_argument("number", nargs="?", metavar="N", help="số hoặc lần phát hành / number or place")
    issued.add_argument("--withdraw", metavar="REASON", help="thu hồi, ghi lý do / withdraw it, with the reason")
    issued.add_argument("--out", metavar="FILE.docx", help="ghi lại đúng tệp đã phát hành / the very bytes again")
    issued.add_argument("--json", action="store_true", help="in JSON / print JSON")

    add("sample", "nạp báo cáo mẫu (không có thật) vào kho trống / fill an empty store with invented reports")
    add("start", "cất kho mẫu, bắt đầu kho thật / set the sample store aside, begin the real one")
    add("backup", "sao lưu toàn bộ kho / the whole store out").add_argument("file", metavar="FILE", help="tệp .zip")
    add("restore", "phục hồi từ bản sao lưu / a backup becomes the store").add_argument(
        "file", metavar="FILE", help="tệp .zip"
    )
    users = add("users", "người dùng và vai trò / users and roles")
    users.add_argument("email", nargs="?", metavar="EMAIL", help="để trống: liệt kê / blank: list them")
    users.add_argument("--role", choices=("viewer", "district", "city", "admin"), help="vai trò / role")
    users.add_argument("--unit", help="huyện, với vai trò district / the district of a district's user")
    users.add_argument("--block", action="store_true", help="khóa / block")
    add("verify", "mọi thứ còn đúng như lúc tiếp nhận không / is everything as accepted")
    add("rebuild", "dựng lại cơ sở dữ liệu / make the database anew")
    options = parser.parse_args(arguments)
    if hasattr(options, "files"):
        options.files = [found for name in options.files for found in _expanded(name)]
    return options.command, options


def _lang_last(arguments: list[str]) -> list[str]:
    """“--lang en check …” is “check … --lang en”."""
    count = 1 if arguments[:1] and arguments[0].startswith("--lang=") else 2 if arguments[:1] == ["--lang"] else 0
    return (
        [*arguments[count : count + 1], *arguments[:count], *arguments[count + 1 :]]
        if len(arguments) > count
        else arguments
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("bad_date", _Parser.lang, text=text).rstrip(".")) from None


def _expanded(name: str) -> list[str]:
    """Wildcards, where the shell leaves them to the program (Windows)."""
    if os.path.exists(name) or not any(sign in name for sign in "*?["):
        return [name]
    return sorted(glob.glob(name)) or [name]
