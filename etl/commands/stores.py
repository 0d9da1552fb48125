"""sample, start, backup, restore, verify, rebuild: the store as a whole."""

from argparse import Namespace

from etl.commands.answers import ORIGIN, actor, teller
from etl.commands.words import say, shown
from etl.sample.seasons import fill
from etl.store import backups, state, verification
from etl.store.beginning import start_real
from etl.store.corrections import record
from etl.store.files import ledger
from etl.store.files.home import home


def sample(options: Namespace) -> int:
    """Fill an empty store with invented reports."""
    accepted = fill(home(), actor(), ORIGIN, lambda total: teller(total, options.lang))
    print(say("sample_done", options.lang, accepted=accepted))
    return 0


def start(options: Namespace) -> int:
    """Set the sample store aside, begin the real one."""
    aside = start_real(home(), actor(), ORIGIN)
    print(say("started", options.lang) + (" " + say("aside", options.lang, path=aside) if aside else ""))
    return 0


def backup(options: Namespace) -> int:
    """The whole store out."""
    print(say("backed_up", options.lang, count=backups.backup(home(), options.file), name=options.file))
    return 0


def restore(options: Namespace) -> int:
    """A backup becomes the store."""
    count = backups.restore(home(), options.file)
    record(home(), {"action": "restore", "versions": count}, actor(), ORIGIN)
    print(say("restored", options.lang, count=count, name=options.file))
    return 0


def verify(options: Namespace) -> int:
    """Is everything as accepted."""
    mended: list[verification.Fault] = []
    faults = verification.verify(home(), mended.append)
    for sentence in (*mended, *faults):
        print(shown(sentence.en if options.lang == "en" else sentence.vi))
    if not faults:
        print(say("verified", options.lang, count=len(state.replay(ledger.read(home())).versions)))
    return 1 if faults else 0


def rebuild(options: Namespace) -> int:
    """The database made anew."""
    verification.rebuild_database(home())
    print(say("rebuilt", options.lang))
    return 0
