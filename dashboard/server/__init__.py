"""The server around the pages: whom it answers, how it sends files, and when it lets go of people.

It is loaded before there are pages, so it knows nothing of them.
"""

from dashboard.server import discreet_log, faults, kept_downloads, packed_once, refused_values
from dashboard.server.first_page import FirstPage
from dashboard.server.front_door import FrontDoor
from dashboard.server.leavers import seen_off
from dashboard.server.smaller import Smaller

__all__ = [
    "FirstPage",
    "FrontDoor",
    "Smaller",
    "discreet_log",
    "faults",
    "kept_downloads",
    "packed_once",
    "refused_values",
    "seen_off",
]
