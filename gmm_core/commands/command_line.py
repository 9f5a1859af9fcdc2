"""The command line: what may be asked, and how an error is said."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from typing import NoReturn

from gmm_core.errors import DataError, GMMError
from gmm_core.maximisation import COVARIANCE_STRUCTURES
from gmm_core.starts import INITIALIZERS
from gmm_core.version import VERSION

WRONG, STOPPED = 2, 130
"""Exit codes: of what cannot be done, and of what was stopped by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what a command line asks for, and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the name of the program; those of this process by default.

    Returns
    -------
    int
        0, or 2 after an error in one sentence on stderr, or 130 where Ctrl-C was pressed.
    """
    try:
        asked = parser().parse_args(arguments)
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            warnings.simplefilter("always")
            _doing(asked.command)(asked)
    except GMMError as error:
        return _said(str(error))
    except OSError as error:
        return _said(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.")
    except KeyboardInterrupt:
        print("Stopped. What --out has so far can be carried on with --resume.", file=sys.stderr)
        return STOPPED
    return 0


def _doing(command: str):
    """What a command does; loaded when it is asked for."""
    if command == "fit":
        from gmm_core.commands.fit import fit as doing
    elif command == "select":
        from gmm_core.commands.select import select as doing
    elif command == "predict":
        from gmm_core.commands.predict import predict as doing
    elif command == "sample":
        from gmm_core.commands.draw import draw as doing
    else:
        from gmm_core.commands.report import write_report as doing
    return doing


def _said(sentence: str) -> int:
    print(f"error: {sentence}", file=sys.stderr)
    return WRONG


def _show_warning(message: Warning | str, *_: object) -> None:
    print(f"note: {message}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without a list of all that may be asked."""

    def error(self, message: str) -> NoReturn:
        raise DataError(f"{message[:1].upper()}{message[1:]}. Ask with --help for what there is.")


def parser() -> argparse.ArgumentParser:
    """Return what reads a command line."""
    parser = _Parser(
        prog="python -m gmm_core",
        description="Gaussian mixtures of files that need not fit into memory.",
    )
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    _add_fit(commands.add_parser("fit", help="fit a mixture, and save it as a model"))
    _add_select(commands.add_parser("select", help="compare numbers of components and structures"))
    _add_predict(commands.add_parser("predict", help="write the cluster of each row to Parquet"))
    _add_sample(commands.add_parser("sample", help="draw synthetic rows from a model"))
    _add_report(commands.add_parser("report", help="write an HTML report of a model and its rows"))
    return parser


def _add_rows(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", help="a Parquet or CSV file, or a folder of them")
    parser.add_argument(
        "--features", nargs="+", metavar="COLUMN", help="columns to fit; all that hold numbers"
    )
    parser.add_argument(
        "--weights", metavar="COLUMN", help="column that says how often each row counts"
    )
    parser.add_argument(
        "--labels",
        metavar="COLUMN",
        help="column of the known class of some rows: whole numbers, -1 or nothing for unknown",
    )
    parser.add_argument(
        "--missing",
        choices=["refuse", "ml"],
        help="whether rows with gaps take part by what is there of them (ml); they are left out "
        "otherwise",
    )
    parser.add_argument("--prior", action="store_true", help="conjugate: no component collapses")
    parser.add_argument("--noise", action="store_true", help="some rows may be of no component")
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="of a Dask cluster that reads the same path"
    )


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tol", type=float, default=1e-6, help="in nats a row (1e-6)")
    parser.add_argument("--max-iter", type=int, default=1000)


def _add_fit(parser: argparse.ArgumentParser) -> None:
    _add_rows(parser)
    parser.add_argument("-k", "--components", type=int, required=True, metavar="K")
    parser.add_argument(
        "--covariance",
        default="full",
        metavar="STRUCTURE",
        help=f"one of {', '.join(COVARIANCE_STRUCTURES)}, or three letters of mclust",
    )
    parser.add_argument("--init", default="auto", help=f"one of {', '.join(INITIALIZERS)}")
    parser.add_argument("--floor", type=float, default=0.0, help="least share of the variance")
    _add_search(parser)
    parser.add_argument("--out", required=True, help="the model, as JSON; written on the way, too")
    parser.add_argument("--resume", action="store_true", help="carry on from what --out has")


def _add_select(parser: argparse.ArgumentParser) -> None:
    _add_rows(parser)
    parser.add_argument("-k", "--components", default="1-9", help="such as 1-9 or 2,3,5")
    parser.add_argument("--covariance", nargs="+", metavar="STRUCTURE", help="all 14 by default")
    parser.add_argument("--criterion", default="bic", help="by which the best is chosen (bic)")
    _add_search(parser)
    parser.add_argument("--out", help="the best model, as JSON")
    parser.add_argument("--table", help="the table of fits, as CSV; printed without it")


def _add_predict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", help="a Parquet or CSV file, or a folder of them")
    parser.add_argument("--model", required=True, help="as fit has saved it, or the app")
    parser.add_argument("--out", required=True, help="the rows with their clusters, as Parquet")
    parser.add_argument(
        "--missing",
        choices=["refuse", "ml"],
        help="whether rows with gaps get a cluster by what is there of them (ml); by default as "
        "the model was fitted",
    )


def _add_sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", required=True, help="as fit has saved it, or the app")
    parser.add_argument("-n", "--rows", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", required=True, help="the rows, as Parquet or CSV by the name")


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", help="a Parquet or CSV file, or a folder of them")
    parser.add_argument("--model", required=True, help="as fit has saved it, or the app")
    parser.add_argument("--out", required=True, help="the report, as HTML")
