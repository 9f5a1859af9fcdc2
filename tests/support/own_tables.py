"""Tables that belong to one person each: their words stand in no other."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Each stands in the name of a file, of its columns and of its classes, and in no other file.
WORDS = (
    *("quartz", "walrus", "zephyr", "jigsaw", "oxbow"),
    *("kiwifruit", "pyjama", "vortex", "yodel", "fjord"),
)
N_ROWS = 40  # of the first file; each of the others has two more than the one before


@dataclass(frozen=True)
class OwnTable:
    """Two groups of rows, far from those of all other tables."""

    place: int

    @property
    def word(self) -> str:
        return WORDS[self.place]

    @property
    def half(self) -> int:
        """Rows of a group."""
        return N_ROWS // 2 + self.place

    @property
    def n_rows(self) -> int:
        return 2 * self.half

    @property
    def frame(self) -> pd.DataFrame:
        rng = np.random.default_rng(100 + self.place)  # with which BIC, too, finds the two
        centre = 1000.0 * self.place + np.repeat([0.0, 20.0], self.half)
        return pd.DataFrame(
            {
                f"{self.word} length": rng.normal(centre, 1.0).round(3),
                f"{self.word} width": rng.normal(centre, 1.0).round(3),
                "kind": np.repeat([f"{self.word} low", f"{self.word} high"], self.half),
            }
        )

    @property
    def content(self) -> bytes:
        return self.frame.to_csv(index=False).encode()

    @property
    def file_name(self) -> str:
        return f"{self.word}.csv"

    def assert_alone_in(self, received: Iterable[bytes]) -> None:
        """What a person has received speaks of their own table, and of nobody else's."""
        received = list(received)
        assert sum(self.word.encode() in each for each in received) > 10
        others = {word for word in WORDS if word != self.word}
        assert not {word for word in others if any(word.encode() in each for each in received)}
