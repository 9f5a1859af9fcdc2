"""Nothing is cut off on a phone or a desk, and charts read in the light and in the dark."""

import pytest
from playwright.sync_api import expect

from gmm_core.plots.contrast import contrast

SIDEWAYS = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .map(element => element.scrollWidth - element.clientWidth)"""
