"""A session at every access to which the run of a page may be ended for the next one."""

from typing import Any

MOST = 200  # accesses; a run has fewer


class EndedError(Exception):
    """The run of a page is ended for the next one."""


class Session(dict):
    """The state of a session, at every access to which a run may be ended."""

    left = MOST

    def touch(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise EndedError

    def __getitem__(self, key: str) -> Any:
        self.touch()
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        self.touch()
        super().__setitem__(key, value)

    def __contains__(self, key: object) -> bool:
        self.touch()
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.touch()
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key: str, *default: Any) -> Any:
        self.touch()
        return super().pop(key, *default)

    def update(self, values: Any) -> None:
        for key, value in values.items():
            self[key] = value
