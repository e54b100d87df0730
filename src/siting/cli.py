"""The command ``siting``: what design and README promise, and nothing of its own.

Nothing heavy is imported before it is needed: ``siting --help`` is quick.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence
from typing import NoReturn

from siting.errors import SitingError, SolverError, UsageError, unknown
from siting.flags import (
    add_flags_of_all,
    add_flags_of_comparison,
    add_limits_of_front,
    add_model_flags,
    add_run_flags,
)

PROVED, FEASIBLE, INFEASIBLE, BAD_INPUT, FAILURE, INTERRUPTED = 0, 2, 3, 4, 5, 130

EPILOG = """\
INSTANCE is a bundled name (coquimbo), reader:path (orlib:some/pmed1.txt), reader:name
looked up in the folder SITING_DATA (orlib:pmed1), or a path whose reader is plain.
Options of a reader or solver follow a question mark:
'tsplib:rl1304.tsp?distance=floor', '--solver interchange?starts=10'.

exit codes: 0 proved, 2 feasible but unproved, 3 infeasible (with reason),
4 bad input, 5 internal or solver failure, 130 interrupted (with the incumbent);
of a front, 0 whole and proved, 2 others may be missing
"""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are ours: nearest flag, exit code 4."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of leaving the process."""
        flags = [o for a in self._actions for o in a.option_strings]
        lost = message.removeprefix("unrecognized arguments: ")
        if lost != message:
            name = lost.split()[0].partition("=")[0]
            if name.startswith("-"):
                raise UsageError(unknown("flag", name, set(flags) - {"-h"}))
            raise UsageError(
                f"{lost!r} is one argument too many; see {self.prog} --help."
            )
        raise UsageError(f"{message}; see {self.prog} --help.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    import signal

    from siting.console import say, show_warnings

    show_warnings()
    with contextlib.suppress(ValueError):  # in a thread, who embeds us handles signals
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _dispatch(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        say("siting: interrupted before there was an answer.")
        return INTERRUPTED
    except SolverError as error:
        say(f"siting: {error}")
        return FAILURE
    except SitingError as error:
        say(f"siting: {error}")
        return BAD_INPUT
    except BrokenPipeError:
        sys.stderr.close()
        return FAILURE
    except Exception as error:
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = (
            f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
        )
        say(
            f"siting: internal error, {type(error).__name__}: {error} ({where}). "
            "This is our fault: please report it with the command."
        )
        return FAILURE


def _dispatch(argv: list[str]) -> int:
    """Parse, import what the command needs, run it."""
    commands = {
        "solve": _solve, "pareto": _pareto, "compare": _compare, "verify": _verify,
        "list": _list,
    }  # fmt: skip
    parser = _top()
    if not argv:
        parser.print_help(sys.stderr)
        return BAD_INPUT
    if argv[0] in ("-h", "--help", "--version"):
        try:
            parser.parse_args(argv)
        except SystemExit:
            return PROVED
    if argv[0] not in commands:
        kind = "flag" if argv[0].startswith("-") else "command"
        known = ("--help", "--version") if kind == "flag" else commands
        raise UsageError(unknown(kind, argv[0], known))
    try:
        return commands[argv[0]](argv[1:])
    except SystemExit:  # --help of a command
        return PROVED


def _top() -> Parser:
    from importlib.metadata import version

    parser = Parser(
        prog="siting",
        description="Decide where facilities go: proved best where a proof can be had, "
        "with an honest bound where not.",
        epilog="commands:\n"
        "  solve MODEL INSTANCE      where to open, proved or with a bound\n"
        "  pareto MODEL+MODEL INSTANCE  several objectives over one design\n"
        "  compare MODEL INSTANCE... several solvers beside the optimum or best bound\n"
        "  verify RESULT INSTANCE    check a result file, trusting no solver\n"
        "  list KIND                 models, solvers, instances or studies\n\n"
        "'siting COMMAND --help' tells more; 'siting solve MODEL --help' has the\n"
        "flags of a model.\n\n" + EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="siting COMMAND ...",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=version("siting"))
    return parser


def command_parser(command: str, description: str) -> Parser:
    """A parser of one command, in the house's form."""
    return Parser(
        prog=f"siting {command}",
        description=description,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _model_in(argv: Sequence[str]) -> str | None:
    """The first word that is no flag: the model, whose fields become flags."""
    return argv[0] if argv and not argv[0].startswith("-") else None


def _solve(argv: list[str]) -> int:
    from siting.plugins import MODELS, SOLVERS

    text = "Open the best sites for a model on an instance."
    parser = command_parser("solve", f"{text}\nModels: {', '.join(MODELS.names())}.")
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("instance", metavar="INSTANCE")
    model = _model_in(argv)
    fields = add_model_flags(parser, model) if model else []
    add_run_flags(parser)
    names = ", ".join(SOLVERS.names())
    parser.add_argument("--solver", default="auto", help=f"default auto; {names}")
    parser.add_argument("--seed", metavar="N", help="for what is left to chance")
    parser.add_argument(
        "--bound",
        action="store_true",
        help="half the time for a bound of what a heuristic finds",
    )
    parser.add_argument(
        "--out", metavar="FILE.gpkg", help="sites and allocation for GIS"
    )
    parser.add_argument(
        "--assignment", action="store_true", help="list who is served where in the JSON"
    )
    options = parser.parse_args(argv)
    from siting.commands import run_solve
    from siting.console import library_heard

    with library_heard(quiet=options.quiet):
        return run_solve(options, fields)


def _pareto(argv: list[str]) -> int:
    from siting.plugins import MODELS

    text = "Find designs of which none is worse than another in everything.\n"
    text += "Where capacity is limited all is measured on one assignment of people."
    parser = command_parser("pareto", f"{text}\nModels: {', '.join(MODELS.names())}.")
    parser.add_argument("models", metavar="MODEL+MODEL")
    parser.add_argument("instance", metavar="INSTANCE")
    models = _model_in(argv)
    fields = add_flags_of_all(parser, models.split("+")) if models else []
    add_limits_of_front(parser)
    options = parser.parse_args(argv)
    from siting.commands import run_pareto
    from siting.console import library_heard

    with library_heard(quiet=options.quiet):
        return run_pareto(options, fields)


def _compare(argv: list[str]) -> int:
    from siting.plugins import MODELS

    text = "Run several solvers on the same question, beside the best known bound.\n"
    text += "With MODEL+MODEL on several objectives, beside the exact front."
    parser = command_parser("compare", f"{text}\nModels: {', '.join(MODELS.names())}.")
    parser.add_argument("model", metavar="MODEL[+MODEL]")
    parser.add_argument("instances", metavar="INSTANCE", nargs="+")
    model = _model_in(argv) or ""
    several = "+" in model
    if several:
        each = add_flags_of_all(parser, model.split("+"))
    else:
        fields = add_model_flags(parser, model) if model else []
    add_run_flags(parser)
    add_flags_of_comparison(parser, several=several)
    options = parser.parse_args(argv)
    from siting.commands import run_compare, run_compare_fronts
    from siting.console import library_heard

    with library_heard(quiet=options.quiet):
        if several:
            return run_compare_fronts(options, each)
        return run_compare(options, fields)


def _verify(argv: list[str]) -> int:
    parser = command_parser(
        "verify",
        "Work out a result anew, trusting no solver.\n"
        "Exit code 0 when it stands, 5 when it does not.",
    )
    parser.add_argument("result", metavar="RESULT.json")
    parser.add_argument("instance", metavar="INSTANCE")
    parser.add_argument("--json", metavar="FILE|-", help="the verdict as JSON")
    options = parser.parse_args(argv)
    from siting.commands import run_verify

    return run_verify(options)


def _list(argv: list[str]) -> int:
    parser = command_parser("list", "Name what there is.")
    kinds = ("models", "solvers", "instances", "studies")
    parser.add_argument("kind", metavar="|".join(kinds))
    options = parser.parse_args(argv)
    if options.kind not in kinds:
        raise UsageError(unknown("list", options.kind, kinds))
    from siting.listing import run_list

    return run_list(options.kind)


if __name__ == "__main__":
    sys.exit(main())
