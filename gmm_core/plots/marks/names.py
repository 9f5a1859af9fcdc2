"""What components are called, and text as plotly shows it literally: axes, panels, legends."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape, unescape
from re import sub
from textwrap import wrap
from typing import Any

from gmm_core.checked import as_annotated
from gmm_core.mixture import Mixture
from gmm_core.names import check_one_each
from gmm_core.plots.marks.colours import GREY, OF_NOISE, Theme, colours, glyphs
from gmm_core.wording import cut
from gmm_core.written_numbers import fixed, number

# Of a word that is broken: what it is broken by, and the fewest letters on the next line.
VOWELS, LEAST_LEFT = frozenset("aeiouyäöüáàâãåæéèêëíìîïóòôõøúùûAEIOUYÄÖÜ"), 3
# Letters of a line of what hovering says of a name, and the most lines of it.
HOVERED_LETTERS, HOVERED_LINES = 44, 4
# Letters of a line of a legend.
LEGEND_LETTERS = 36
# Plotly reads tags, %{templates} and, where MathJax is loaded, $formulas$ in any text.
ACTIVE = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;"})


def text(value: object, width: int | None = None) -> str:
    """Return `value` as plotly will show it literally, on one line, at most `width` characters.

    A long name keeps its beginning and its end, where it has not lost that before: questions of a
    survey often begin alike, and a unit comes last.

    Examples
    --------
    >>> text("<b>x</b>")
    '&lt;b&gt;x&lt;/b&gt;'
    >>> text("a very long name (cm)", width=14)
    'a very lo…(cm)'
    """
    plain = " ".join(str(value).split())
    if width is not None and len(plain) > width:
        end = 0 if plain.endswith("…") else (width - 1) // 3
        plain = f"{plain[: width - 1 - end].rstrip()}…{plain[len(plain) - end :].lstrip()}"
    return escape(plain, quote=False).translate(ACTIVE)


def n_letters(markup: str) -> int:
    """Return how many letters are seen of what plotly is given.

    Examples
    --------
    >>> n_letters('<span style="color:#0072B2">●</span> a &lt; b')
    7
    """
    return len(unescape(sub("<[^>]*>", "", markup)))


def n_lines(texts: Sequence[str]) -> int:
    """Return the lines of texts as plotly is given them, one below the other.

    Examples
    --------
    >>> n_lines(["one<br>two", "three"])
    3
    """
    return sum(text.count("<br>") + 1 for text in texts)


def wrapped(value: object, width: int, lines: int = 3, taken: int = 0) -> str:
    """Return `value` as plotly will show it literally, on lines of at most `width` characters.

    Of the first line so many are `taken` by what stands before it.

    What more lines would take is cut; a word that is longer than a line is broken, as a person
    would, before a consonant with a vowel after it.

    Examples
    --------
    >>> wrapped("a very long name", 7), wrapped("a very long name", 7, lines=1)
    ('a very<br>long<br>name', 'a very…')
    >>> wrapped("Verträglichkeit des Plans", 14)
    'Verträglich-<br>keit des Plans'
    """
    words = str(value).split()
    if sum(map(len, words)) + len(words) <= width + 1 - taken:  # as most do, of thousands of rows
        return text(value)
    plain = " ".join(_broken(word, width) for word in words)
    before = "_" * (taken - 1) + " " if taken else ""  # no indent: that would break words
    if len(before + plain.partition(" ")[0]) > width:
        before = ""
    parts = wrap(before + plain, width)
    parts[:1] = [part.removeprefix(before) for part in parts[:1]]
    kept = parts[:lines]
    if len(parts) > lines:
        kept[-1] = cut(f"{kept[-1]} {parts[lines]}", width)
    return "<br>".join(map(text, kept))


def hovered(value: object) -> str:
    """Return `value` as hovering says it: on as many lines as it needs, up to four.

    Examples
    --------
    >>> hovered("How satisfied are you with the support of your supervisor?")
    'How satisfied are you with the support of<br>your supervisor?'
    """
    return wrapped(value, HOVERED_LETTERS, HOVERED_LINES)


def _broken(word: str, width: int) -> str:
    """Return a word as pieces that are no longer than a line, and too long for one together."""
    pieces = []
    while len(word) > width:
        ends = (
            end
            for end in range(min(width - 1, len(word) - LEAST_LEFT), width // 2, -1)
            if word[end].isalpha() and word[end] not in VOWELS and word[end + 1] in VOWELS
        )
        end = next(ends, None)
        if end is None:  # no word, or of a script that is broken anywhere
            break
        pieces.append(f"{word[:end]}-")
        word = word[end:]
    return " ".join([*pieces, word])


def balanced(value: object, width: int, lines: int = 3) -> str:
    """Return `value` like `wrapped`, on lines of about one length: none of a word alone.

    Examples
    --------
    >>> balanced("standard deviations from the overall mean", 40)
    'standard deviations<br>from the overall mean'
    """
    plain = " ".join(str(value).split())
    count = len(wrap(plain, width))
    longest = min(max(map(len, plain.split()), default=1), width)
    fits = (each for each in range(longest, width) if len(wrap(plain, each)) <= count)
    return wrapped(plain, next(fits, width), lines)


def wrapped_names(
    n_components: int,
    components: Sequence[str] | None,
    theme: Theme,
    width: int,
    lines: int = 3,
    taken: int = 0,
) -> list[str]:
    """Return the glyph of each component in its colour, and its name on lines so wide.

    Of the first line the glyph takes so many, where that is to be counted.

    Examples
    --------
    >>> wrapped_names(1, ["low engagement"], "light", 10)
    ['<span style="color:#0072B2">●</span> low<br>engagement']
    """
    called = range(1, n_components + 1) if components is None else components
    looks = zip(called, colours(n_components, theme), glyphs(n_components), strict=True)
    return [
        f'<span style="color:{hue}">{glyph}</span> {wrapped(name, width, lines, taken)}'
        for name, hue, glyph in looks
    ]


def shown_names(n_components: int, components: Sequence[str] | None) -> list[str]:
    """Return the name of each component, for legends, which show its symbol themselves.

    Examples
    --------
    >>> shown_names(2, None), shown_names(1, ["a < b"])
    (['1', '2'], ['a &lt; b'])
    """
    called = range(1, n_components + 1) if components is None else components
    pairs = zip(range(n_components), called, strict=True)
    return [text(name) for _, name in pairs]


def legend_names(n_components: int, components: Sequence[str] | None) -> list[str]:
    """Return the name of each component as a legend has room for it on a narrow screen.

    Examples
    --------
    >>> legend_names(1, ["low satisfaction with the support of the supervisor"])
    ['low satisfaction with the<br>support of the supervisor']
    """
    called = range(1, n_components + 1) if components is None else components
    return [balanced(name, LEGEND_LETTERS) for name in called]


def noise_name(theme: Theme) -> str:
    """Return the glyph of noise in its grey, and what it is called."""
    return f'<span style="color:{GREY[theme]}">{OF_NOISE.glyph}</span> noise'


@as_annotated
def component_labels(n_components: int, names: Sequence[str] | None = None) -> list[str]:
    """Return the name of each component as people see it, with its glyph.

    Parameters
    ----------
    n_components : int
    names : sequence of str, optional
        What a person calls each component; without it, its number from 1.

    Returns
    -------
    list of str

    Examples
    --------
    >>> component_labels(2)
    ['1 ●', '2 ■']
    >>> component_labels(2, ["small", "large"])
    ['small ●', 'large ■']
    """
    if names is not None:
        check_one_each(names, n_components, "component")
    called = range(1, n_components + 1) if names is None else names
    return [f"{name} {glyph}" for name, glyph in zip(called, glyphs(n_components), strict=True)]


def mean_axes(names: Sequence[str]) -> list[str]:
    """Return what hovering calls the values of a mean, safe for plotly.

    Examples
    --------
    >>> mean_axes(["petal length (cm)"])
    ['mean petal length (cm)']
    """
    return [hovered(f"mean {name}") for name in names]


def hovered_means(
    mixture: Mixture, values: Sequence[str], components: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return what hovering says of each mean, and in ``meta`` its words for another mixture.

    Parameters
    ----------
    mixture : Mixture
    values : sequence of str
        What each value of a mean is called.
    components : sequence of str, optional
        What a person calls the components.

    Examples
    --------
    >>> hovered_means(Mixture([1.0], [[0.0]], [[[1.0]]]), ["mean a"], ["small"])["text"]
    ['Component small ●, weight 1.000<br>mean a: 0']
    """
    labels = component_labels(mixture.n_components, components)
    called = [f"Component {hovered(label)}" for label in labels]
    rows = zip(called, mixture.weights.tolist(), mixture.means.tolist(), strict=True)
    return {
        "text": [
            "<br>".join([f"{name}, weight {fixed(weight, 3)}", *_lines(values, mean)])
            for name, weight, mean in rows
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "meta": {"draws": "means", "called": called, "values": [*values]},
    }


def _lines(names: Sequence[str], values: Sequence[float]) -> list[str]:
    return [f"{name}: {number(value)}" for name, value in zip(names, values, strict=True)]
