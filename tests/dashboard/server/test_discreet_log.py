"""The log of the server says which error there was and where, and nothing of anybody's data."""

import io
import logging
from collections.abc import Iterator

import pytest

from dashboard.server import discreet_log


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    made, written = logging.getLogRecordFactory(), io.StringIO()
    logger = logging.Logger("of a test")
    logger.addHandler(logging.StreamHandler(written))
    discreet_log.begin()
    yield logger, written
    logging.setLogRecordFactory(made)


def test_an_error_is_told_without_what_it_says(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        try:
            _ = {"mass": 1}["monthly salary"]
        except KeyError as error:
            raise ValueError(f"No column {error}") from error
    except ValueError as error:
        logger.exception("Uncaught app execution")
        logger.error("Uncaught app execution", exc_info=error)
        logger.warning("It failed: %s", error)
        logger.warning(error)
        logger.info("A number: %d of %s", 3, "four")
    told = written.getvalue()
    assert "salary" not in told.replace('["monthly salary"]', "")  # the code is no data
    assert told.count("Traceback") == 4
    assert told.count("\nKeyError\n") == told.count("\nValueError\n") - 1 == 2
    assert "test_discreet_log.py" in told
    assert "It failed: ValueError" in told
    assert "A number: 3 of four" in told or logger.level > logging.INFO


def test_what_a_browser_sends_is_not_quoted_at_length(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    logger.warning("The fragment %s is not there", "x" * 10**7)
    logger.warning(f"The fragment {'x' * 10**7} is not there")
    assert len(written.getvalue()) < 3 * discreet_log.LONGEST
