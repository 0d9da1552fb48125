"""The child process in which untrusted bytes are opened: started as a script, limited, one request after another."""

import json
import sys
from typing import BinaryIO

MEMORY = 1 << 30
SECONDS = 20


def main() -> None:
    """Serve requests from standard input until it ends."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    _limit()
    _wake()
    while head := source.read(8):
        if len(head) < 8:
            return
        size, length = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")
        request = json.loads(source.read(size))
        data = source.read(length)
        if len(data) < length:
            return
        _limit_cpu()
        _answer(answers, *_served(request, data))


def _wake() -> None:
    """Import what a report needs while the parent gets ready. Nothing here lives long enough for the collector."""
    import gc

    gc.disable()
    import python_calamine  # noqa: F401

    import etl.intake.report

    etl.intake.report.warm()


def _served(request: dict, data: bytes) -> tuple[bytes, bytes]:  # type: ignore[type-arg]
    """b"+" and the result, or b"-" and why not. Every exception ends here: a panic of the reader is none of Exception."""
    from etl.intake.container import Refused

    try:
        return b"+", _done(request["job"], data, request["arguments"])
    except Refused as refused:
        return b"-", json.dumps(refused.refusal).encode()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        reason = "has_password" if "assword" in str(error) else "not_readable"
        return b"-", json.dumps([reason, {}]).encode()


def _done(job: str, data: bytes, arguments: dict) -> bytes:  # type: ignore[type-arg]
    """The result of a job; each imports only what it needs."""
    if job == "annotate":
        from etl.outputs.annotate import annotate

        return annotate(data, **arguments)
    if job == "report":
        from etl.intake.report import Context, read_report

        reading = read_report(read_workbook(data), Context(**arguments))
        return json.dumps(reading, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    from etl.intake.cells import encode

    return encode(read_workbook(data))


def read_workbook(data: bytes):  # type: ignore[no-untyped-def]
    """The cells of a workbook; raises Refused."""
    from etl.intake.cells import Sheet, Workbook
    from etl.intake.container import MAX_SHEETS, Refused, kind_of

    kind = kind_of(data)
    from io import BytesIO

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    metadata = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if len(metadata) > MAX_SHEETS:
        raise Refused("too_many_sheets", count=len(metadata), limit=MAX_SHEETS)
    formulas, fonts = _hidden(kind, data)
    sheets = []
    for sheet in metadata:
        rows, merged = _rows(book, sheet.name)
        visible = sheet.visible == SheetVisibleEnum.Visible
        sheets.append(
            Sheet(sheet.name, visible, rows, merged, formulas.get(sheet.name, set()), fonts.get(sheet.name, {}))
        )
    return Workbook(kind, sheets)


def _rows(book, name: str):  # type: ignore[no-untyped-def]
    """Rows from A1 with nothing at their ends, and merged areas."""
    from etl.intake.cells import plain
    from etl.intake.container import MAX_AREA, MAX_MERGED, Refused

    sheet = book.get_sheet_by_name(name)
    end = sheet.end or (0, 0)
    if (end[0] + 1) * (end[1] + 1) > MAX_AREA:
        raise Refused("too_far_apart")
    rows = [[plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    merged = [(*first, *last) for first, last in (sheet.merged_cell_ranges or [])[:MAX_MERGED]]
    return rows, merged


def _hidden(kind: str, data: bytes):  # type: ignore[no-untyped-def]
    """Formulas without a value and legacy fonts, by sheet: what calamine does not tell."""
    from etl.intake import package

    if kind == "ods":
        return package.ods_empty_formulas(package.Package(data).part("content.xml")), {}
    if kind != "xlsx":
        return {}, {}
    parts = package.Package(data)
    formats = package.legacy_formats(parts.part("xl/styles.xml"))
    formulas, fonts = {}, {}
    for name, path in parts.sheets().items():
        content = parts.part(path)
        formulas[name] = package.empty_formulas(content)
        fonts[name] = package.legacy_cells(content, formats) if formats else {}
    return formulas, fonts


def _answer(answers: BinaryIO, status: bytes, payload: bytes) -> None:
    answers.write(status + len(payload).to_bytes(8, "big") + payload)
    answers.flush()


def _limit() -> None:
    """1 GiB of memory, no files, no core. Where the system has no such limits, the parent watches."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _limit_cpu() -> None:
    """SECONDS of processor time from now on."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS + 1, hard))


if __name__ == "__main__":
    sys.path[:0] = sys.argv[1:]
    main()
