"""Files of all kinds that were damaged somehow: each is a table, or refused in a sentence."""

from random import Random

import further_files
import kind_files
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.errors import GMMError
from gmm_core.reading import read_table
from gmm_core.table import columns, findings

PACKED = b"PK"
MOST = 20_000  # bytes
FILES = sorted(
    each.content[:800]
    for each in (*kind_files.FILES.values(), *further_files.FILES.values())
    if not each.content.startswith(PACKED)
)
BITS = (
    *(b"\0", b"\x0c", b"\x1a", b"\x1b$B", b"~{!!~}", b'"', b"'", b",", b";", b"\t", b"\n", b"\r"),
    *(b" ", b"|", b"%", b"#", b"\xe2\x94\x82", b"[1] ", b"> ", b"range", b"\xff", b"2019", b"$ -"),
    *(b"Unnamed: 0_level_0", b"Column Labels", b"NA", b"{", b"@data\n", b"\xef\xbb\xbf", b"-" * 9),
)


def changed(content: bytes, rng: Random) -> bytes:
    """Return a file with something put in, taken out, said twice, exchanged or joined."""
    at = rng.randrange(len(content) + 1)
    end = min(len(content), at + rng.randint(1, 80))
    head, part, tail = content[:at], content[at:end], content[end:]
    return rng.choice(
        (
            head + rng.choice(BITS) * rng.choice((1, 1, 2, 9, 60)) + part + tail,
            head + tail,
            head + part * rng.choice((2, 3, 8)) + tail,
            head + bytes([rng.randrange(256)]) + part[1:] + tail,
            head + rng.choice(FILES)[: rng.randint(5, 400)] + part + tail,
            content.replace(rng.choice(BITS), rng.choice(BITS)),
            b"\n".join(reversed(content.split(b"\n"))),
        )
    )


@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_any_damaged_file_is_a_table_or_refused_in_a_sentence(rng: Random, n: int) -> None:
    content = rng.choice(FILES)
    for _ in range(n):
        content = changed(content, rng)
    try:
        reading, said = read_table(content[:MOST], "damaged.csv"), ""
    except GMMError as error:
        reading, said = None, str(error)
    if reading is None:
        assert said.endswith((".", "..."))
        return
    frame = reading.frame
    assert len(frame)
    assert frame.columns.is_unique
    described = columns.describe(frame)
    features = columns.proposed_features(frame, described)
    findings(frame, features, described, reading.decimal)
    columns.proposed_targets(frame, described)
