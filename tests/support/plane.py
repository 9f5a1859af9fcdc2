"""The plane on which a person draws points, by mouse or by keys."""

import re

from driver import Dashboard
from playwright.sync_api import Page, expect


class Canvas:
    """The plane and its tools, in one dashboard."""

    def __init__(self, app: Dashboard) -> None:
        self.app = app
        self.root = app.main.locator(".gmm-canvas")
        self.plane = app.main.get_by_role("application")
        self.status = self.root.get_by_role("status")
        self.done = self.root.get_by_role("button", name="Step through these points")
        self.undo = self.root.get_by_role("button", name="Undo")

    def choose(self, name: str) -> None:
        self.root.get_by_role("radio", name=name).check()

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the plane is in the window."""
        box = self.plane.bounding_box()
        assert box is not None
        return box["x"] + x / 10 * box["width"], box["y"] + (1 - y / 10) * box["height"]

    def click(self, x: float, y: float) -> None:
        self.app.page.mouse.click(*self.place(x, y))

    def press(self, x: float, y: float) -> None:
        self.app.page.mouse.move(*self.place(x, y))
        self.app.page.mouse.down()

    def release(self) -> None:
        self.app.page.mouse.up()

    def has(self, number: int | re.Pattern[str]) -> None:
        value = number if isinstance(number, re.Pattern) else str(number)
        expect(self.root).to_have_attribute("data-points", value)

    def number(self) -> int:
        return int(self.root.get_attribute("data-points") or 0)


def press_all(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
