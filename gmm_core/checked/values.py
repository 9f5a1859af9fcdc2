"""Single values as a caller gives them: of the right kind and in their range, or refused."""

from __future__ import annotations

import sys
from numbers import Integral, Real

from gmm_core.errors import DataError
from gmm_core.wording import shown


def is_whole(value: object) -> bool:
    """Whether a value counts something: whole, no True or False, and no more than a computer can.

    Examples
    --------
    >>> is_whole(3), is_whole(2.5), is_whole(True), is_whole(10**400)
    (True, False, False, False)
    """
    return (
        isinstance(value, Integral)
        and not isinstance(value, bool)
        and abs(int(value)) <= sys.maxsize
    )


def is_number(value: object) -> bool:
    """Return whether a value is a real number in double precision, NaN and infinity among them.

    Examples
    --------
    >>> is_number(2), is_number("2"), is_number(True), is_number(10**400)
    (True, False, False, False)
    """
    try:
        return isinstance(value, Real) and not isinstance(value, bool) and float(value) is not None
    except OverflowError:
        return False


def check_whole(what: str, number: object, least: int) -> None:
    """Return nothing if `number` is whole and at least so large, and raise otherwise.

    Parameters
    ----------
    what : str
        What it is, as the message begins.
    number : object
    least : int

    Raises
    ------
    DataError
        When it is not; True and False are no numbers.

    Examples
    --------
    >>> check_whole("max_iter", 2.5, 0)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: max_iter is 2.5. Give a whole number of at least 0.
    """
    if not is_whole(number) or number < least:  # pyright: ignore[reportOperatorIssue]
        range_ = f"at least {least}" + (f" and at most {sys.maxsize:,}" if is_huge(number) else "")
        raise DataError(f"{what} is {shown(number)}. Give a whole number of {range_}.")


def is_huge(number: object) -> bool:
    """Whether a whole number is more than a computer counts to."""
    return isinstance(number, Integral) and int(number) > sys.maxsize
