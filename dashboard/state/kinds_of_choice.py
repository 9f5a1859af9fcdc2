"""Kinds of what can be chosen: an option, a number, a switch, names of data; read from a link."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NONE = "none"  # what a link has for it
EVERY = ("step", "explore", "choose", "sure", "luck", "new_rows", "take_away")
LONGEST_QUOTED = 40

Texts = Sequence[str]


class NotRestoredError(ValueError):
    """What a link says cannot be restored; the sentence is for the person who followed it."""


@dataclass(frozen=True)
class Choice:
    """One thing that is chosen.

    Attributes
    ----------
    key : str
        Of its control, in the session and in the link.
    called : str
        As sentences name it.
    default : object
        None where it depends on the data.
    pages : tuple of str
        Where it is seen.
    """

    key: str
    called: str
    default: Any = None
    pages: tuple[str, ...] = EVERY

    def read(self, texts: Texts) -> Any:
        """Return the value that a link says; an error where it is none."""
        raise NotImplementedError

    def write(self, value: Any) -> list[str]:
        """Return what a link says of a value."""
        return [str(value)]

    def refused(self, text: str, instead: str) -> NotRestoredError:
        return NotRestoredError(
            f"This link asks for {self.called} = {_quoted(text)}, and {instead}."
        )


@dataclass(frozen=True)
class Option(Choice):
    """One of a few options, each with a title."""

    titled: Callable[[], Mapping[str, str]] = dict
    former: Mapping[str, str] = field(default_factory=dict)  # other names that links have for them

    @property
    def titles(self) -> Mapping[str, str]:
        return self.titled()

    def read(self, texts: Texts) -> str:
        text = texts[-1]
        if text in self.titles:
            return text
        named = {**{title: name for name, title in self.titles.items()}, **self.former}
        if text not in named:
            raise self.refused(text, "that is none of its options")
        return named[text]


@dataclass(frozen=True)
class TableOption(Option):
    """The table of data, which is named where another one is shown instead."""

    def refused(self, text: str, instead: str) -> NotRestoredError:
        shown = self.titles[self.default]
        return NotRestoredError(f"Data {_quoted(text)} is not known: {shown} is shown.")


@dataclass(frozen=True)
class Number(Choice):
    """A number of a range."""

    least: float = 0
    most: float = 0
    whole: bool = True

    def read(self, texts: Texts) -> float:
        text = texts[-1]
        value = _number(text)
        if value is None or (self.whole and value != math.floor(value)):
            raise self.refused(text, f"that is no {'whole ' * self.whole}number")
        if value < self.least:
            raise self.refused(text, f"at least {self.least:,} is possible")
        if value > self.most:
            raise self.refused(text, f"at most {self.most:,} is possible")
        return int(value) if self.whole else value


@dataclass(frozen=True)
class Switch(Choice):
    """On or off."""

    def read(self, texts: Texts) -> bool:
        text = texts[-1].lower()
        if text not in ("true", "false"):
            raise self.refused(texts[-1], "that is neither true nor false")
        return text == "true"

    def write(self, value: bool) -> list[str]:
        return [str(value).lower()]


@dataclass(frozen=True)
class OfData(Choice):
    """Names of a person's data, which are looked for in their table; see `found`."""

    many: bool = False
    nothing: str = ""  # as which having none is offered

    def read(self, texts: Texts) -> list[str]:
        return list(texts) if self.many else [texts[-1]]

    def write(self, value: Any) -> list[str]:
        if self.nothing:
            return [NONE if value == self.nothing else value]
        return list(value) or [""] if self.many else [value]


def _number(text: str) -> float | None:
    """A finite number; None where it is none, or too long to be meant."""
    if len(text) > LONGEST_QUOTED or not re.fullmatch(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?", text, re.I):
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _quoted(text: str) -> str:
    """A text of a link, cut where it is long; as a word of its own where it is no number."""
    short = text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"
    return short if _number(text) is not None else f"“{short}”"
