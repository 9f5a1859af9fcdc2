"""The server around the pages: whom it answers, how it sends files, and when it lets go of people.

It is loaded before there are pages, so it knows nothing of them.
"""

from dashboard.server import faults, odd_messages, refused_values
from dashboard.server.first_page import FirstPage
from dashboard.server.front_door import FrontDoor
from dashboard.server.smaller import Smaller
from dashboard.server.upkeep import begin, kept_up

__all__ = [
    "FirstPage",
    "FrontDoor",
    "Smaller",
    "begin",
    "faults",
    "kept_up",
    "odd_messages",
    "refused_values",
]
