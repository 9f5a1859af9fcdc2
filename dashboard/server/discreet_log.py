"""What the log says of an error: its kind and where in the code, and nothing that the error says.

The sentence of an error may quote a column or a cell, which who runs the server need not see. And
what a browser sends is not quoted at any length: a forged message would write megabytes.
"""

import logging
import traceback
from typing import Any

LONGEST = 1000
"""Characters of what is logged, and of each thing that it quotes."""

_made = logging.LogRecord


def begin() -> None:
    """Have every log record of this process be discreet."""
    logging.setLogRecordFactory(_discreet)


def _discreet(*args: Any, **more: Any) -> logging.LogRecord:
    record = _made(*args, **more)
    if isinstance(record.args, tuple):
        record.args = tuple(_cut(_kind_of_error(said)) for said in record.args)
    if not record.args:
        record.msg = _cut(record.msg)
    if isinstance(record.msg, BaseException):
        record.msg = _kind_of_error(record.msg)
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = _where(record.exc_info[1])
        record.exc_info = None
    return record


def _cut(said: Any) -> Any:
    return f"{said[:LONGEST]}..." if isinstance(said, str) and len(said) > LONGEST else said


def _kind_of_error(said: object) -> object:
    return type(said).__qualname__ if isinstance(said, BaseException) else said


def _where(error: BaseException) -> str:
    """The lines of code that led to an error, and those of the errors that it came of."""
    before = error.__cause__ or error.__context__
    lines = [f"{_where(before)}\n\n"] if before is not None else []
    lines.append("Traceback (most recent call last; what the error says is left out):\n")
    lines += traceback.format_tb(error.__traceback__)
    return "".join([*lines, type(error).__qualname__])
