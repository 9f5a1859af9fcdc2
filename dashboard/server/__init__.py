"""The server around the pages: whom it answers, how much it takes, and when it lets go of it.

It is loaded before there are pages, so it knows nothing of them.
"""

from dashboard.server import discreet_log
from dashboard.server.front_door import FrontDoor
from dashboard.server.leavers import seen_off
from dashboard.server.smaller import Smaller

__all__ = ["FrontDoor", "Smaller", "discreet_log", "seen_off"]
