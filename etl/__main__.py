"""The command line: `python -m etl COMMAND`. Words and exit statuses; the work is done elsewhere."""

import os
import sys
from importlib import import_module

from etl.commands.failures import sentence
from etl.commands.parser import MODULES, Usage, parse
from etl.commands.words import say, shown


def main(arguments: list[str]) -> int:
    """Exit status: 0 all well, 1 refused, waiting or a fault found, 2 wrong usage or environment. Never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    lang = _lang(arguments)
    try:
        command, options = parse(arguments, lang)
        module = import_module(f"etl.commands.{MODULES[command]}")  # one command needs one room of the house
        status: int = getattr(module, command.replace("-", "_"))(options)
        return status
    except Usage as error:
        print(shown(error), file=sys.stderr)
        return 2
    except BrokenPipeError:
        return _quiet()
    except KeyboardInterrupt:
        print(say("stopped", lang), file=sys.stderr)
        return 2
    except Exception as error:
        print(shown(sentence(error, lang)), file=sys.stderr)
        return 2


def _lang(arguments: list[str]) -> str:
    """The language asked for, known before the rest is understood: also a wrong call gets its sentence in it."""
    pairs = zip(arguments, [*arguments, ""][1:], strict=True)
    return "en" if any(one == "--lang=en" or (one, two) == ("--lang", "en") for one, two in pairs) else "vi"


def _quiet() -> int:
    """Whoever read our output has gone; nothing is left to say."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    for name in ("stdout", "stderr"):  # a caller may have closed them; what is said then goes nowhere
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    status = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _quiet()
    except OSError as error:
        print(sentence(error, _lang(sys.argv[1:])), file=sys.stderr)
        _quiet()
        status = 2
    sys.exit(status)
