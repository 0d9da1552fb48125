"""One sentence for whatever went wrong, and what to do."""

import errno
import os

from etl.commands.words import say
from etl.plan import BrokenPlan, UnknownPlan, plan_years
from etl.store.acceptance import FutureDay, SampleStore
from etl.store.corrections import InvalidAction
from etl.store.database.records import OriginalFault


def sentence(error: BaseException, lang: str) -> str:
    """The sentence for an exception; unknown ones are named by their kind and nothing more."""
    if isinstance(error, InvalidAction):
        return error.said(lang)
    if isinstance(error, SampleStore):
        return say("sample_store", lang)
    if isinstance(error, FutureDay):
        return say("future", lang)
    if isinstance(error, BrokenPlan):
        first = error.slips[0]
        return say(
            "broken_plan",
            lang,
            year=error.plan_year,
            count=len(error.slips),
            line=first.line,
            message=first.message(lang),
        )
    if isinstance(error, UnknownPlan):
        return say("unknown_year", lang, year=error.plan_year, years=", ".join(map(str, plan_years())))
    if isinstance(error, OriginalFault):
        return say("original_fault", lang, version=error.version)
    if isinstance(error, OSError):
        return _of_system(error, lang)
    if isinstance(error, ValueError) and type(error).__name__ == "JSONDecodeError":
        return say("ledger_fault", lang)
    if "no space" in str(error).lower():
        return say("disk_full", lang)
    return say("unexpected", lang, kind=type(error).__name__)


def _of_system(error: OSError, lang: str) -> str:
    name = str(error.filename or "").split(f".{os.getpid()}.part")[0]
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return say("disk_full", lang)
    if isinstance(error, PermissionError):
        return say("no_permission", lang, name=name)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return say("no_folder", lang, name=name)
    return say("file_problem", lang, name=name, why=error.strerror or type(error).__name__)
