"""The server around the pages: whom it answers, how it sends files, and when it lets go of people.

It is loaded before there are pages, so it knows nothing of them.
"""

from dashboard.server import (
    discreet_log,
    faults,
    kept_downloads,
    looked_up_state,
    odd_messages,
    packed_once,
    plain_reports,
    refused_values,
    settled_theme,
)
from dashboard.server.first_page import FirstPage
from dashboard.server.front_door import FrontDoor
from dashboard.server.smaller import Smaller
from dashboard.server.upkeep import kept_up

__all__ = [
    "FirstPage",
    "FrontDoor",
    "Smaller",
    "discreet_log",
    "faults",
    "kept_downloads",
    "kept_up",
    "looked_up_state",
    "odd_messages",
    "packed_once",
    "plain_reports",
    "refused_values",
    "settled_theme",
]
