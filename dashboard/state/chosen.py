"""All that is chosen on the pages, in one table: what controls offer, and what links say.

A link has the short name of an option, which stays when its title on screen is worded anew. Names
of a person's data are their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from dashboard.look.messages import plain
from dashboard.state.kinds_of_choice import (
    EVERY,
    NONE,
    Choice,
    NotRestoredError,
    Number,
    OfData,
    Option,
    Switch,
    TableOption,
    Texts,
)
from gmm_core import datasets
from gmm_core.maximisation import COVARIANCE_STRUCTURES
from gmm_core.selection import CRITERIA
from gmm_core.starts import INITIALIZERS

UPLOAD, PASTE, DRAW = "upload", "paste", "draw"
PLACED = "placed"
GRID = "grid"
WATCHED = "watched"
PRINCIPAL = "principal"
NO_TARGET = "No target"
NO_WEIGHTS = "Each row counts once"


def _fixed(**titles: str) -> Callable[[], Mapping[str, str]]:
    kept = MappingProxyType({name.replace("_", " "): title for name, title in titles.items()})
    return lambda: kept


@cache
def _tables() -> Mapping[str, str]:
    return MappingProxyType(
        {name: datasets.load(name).title for name in datasets.names()}
        | {UPLOAD: "Upload a table", PASTE: "Paste a table", DRAW: "Draw your own points"}
    )


@cache
def _starts() -> Mapping[str, str]:
    titles = {name: each.title for name, each in INITIALIZERS.items()}
    return MappingProxyType(
        titles | {PLACED: "means placed by hand", GRID: "as in the table of fits"}
    )


@cache
def _starts_of_the_player() -> Mapping[str, str]:
    return MappingProxyType({WATCHED: "a start to watch", **_starts()})


STRUCTURES = tuple(COVARIANCE_STRUCTURES)
FEW, OTHERS = STRUCTURES[:4], STRUCTURES[4:]  # scikit-learn's, and those that it does not have
_PLANE = ("step", "explore", "choose", "luck", "new_rows", "take_away")
_EXPLORE = ("explore",)
_PLAYER, _FIT = ("step",), tuple(page for page in EVERY if page != "step")

DATA = TableOption("data", "data", "iris", titled=_tables)
FEATURES = OfData("features", "features", many=True)
TARGET = OfData("target", "target", nothing=NO_TARGET)
IS_TRUTH = Switch("is_truth", "target as the truth")
WEIGHT = OfData("weight", "weights of rows", nothing=NO_WEIGHTS)
WEIGHT_KIND = Option(
    *("weight_kind", "kind of weights"),
    titled=_fixed(frequency="Frequencies", sampling="Sampling weights"),
)
K = Number("k", "k", least=1, most=24)
EVERY_STRUCTURE = Switch("structures", "structures", False)
COVARIANCE = Option(
    "covariance",
    "covariance",
    titled=lambda: {name: name for name in STRUCTURES},
    former={each.letters: name for name, each in COVARIANCE_STRUCTURES.items()},
)
START = Option("start", "start", WATCHED, _PLAYER, titled=_starts_of_the_player)
SEED = Number("seed", "seed", 0, _PLAYER, most=2**31 - 1)
FIT_START = Option("fit", "start of the fit", "auto", _FIT, titled=_starts)
FIT_SEED = Number("fit_seed", "seed of the fit", 0, _FIT, most=2**31 - 1)
GAPS = Option(
    *("gaps", "rows with gaps", "refuse"), titled=_fixed(refuse="Leave out", ml="Take part")
)
LOGARITHMS = OfData("log", "logarithms", many=True)
STANDARDISE = Switch("standardise", "standardise", False)
FLOOR = Number("floor", "covariance floor", 0.0, most=0.999, whole=False)
PRIOR = Switch("prior", "conjugate prior", False)
NOISE = Switch("noise", "noise", False)
KNOWN_ROWS = Switch("known_rows", "known rows of the target", False)
VIEW = Option(
    *("view", "view", "pair", _PLANE),
    titled=_fixed(pair="two features", principal="principal components"),
)
X = OfData("x", "x axis", pages=_PLANE)
Y = OfData("y", "y axis", pages=_PLANE)
COLOUR = Option(
    *("colour", "point colour", "mixed", ("step", "explore")),
    titled=_fixed(mixed="mixed", cluster="cluster"),
)
EQUAL = Switch("equal", "equal scales", False, ("step",))
TRUTH = Switch("truth", "true components", False, ("step",))
SYNTHETIC = Switch("synthetic", "synthetic rows", False, ("step",))
PLAIN = Switch("plain", "plain view", False, ("step",))
LOG_AXES = Switch("log_axes", "axes on a logarithm", False, ("explore", "take_away"))
PICTURE = Option(
    *("picture", "picture", None, _EXPLORE),
    titled=_fixed(
        scatter="Scatter",
        density="Density and regions",
        matrix="Matrix",
        space="3-D",
        parallel="Parallel",
    ),
)
SUMMARY = Option(
    *("summary", "summary", None, _EXPLORE),
    titled=_fixed(
        target="Target",
        triangle="Triangle",
        bars="Shares",
        profiles="Profiles",
        sizes="Sizes",
        checks="Q-Q",
    ),
)
SIZE = Option(
    *("size", "point size", "same", _EXPLORE), titled=_fixed(same="same", uncertainty="uncertainty")
)
SHOWS = Option(
    *("shows", "what cells show", "counts", _EXPLORE),
    titled=_fixed(counts="rows", row_shares="shares of a class", soft_counts="soft counts"),
)
LIST = Option(
    *("list", "list", "uncertain", _EXPLORE),
    titled=_fixed(
        uncertain="Most uncertain",
        low="Low density",
        off="Off the matching",
        selected="Selected",
        gaps="With gaps",
        left="Left out",
    ),
)
BY_COLUMN = OfData("by_column", "column of point colours", pages=_EXPLORE, nothing="Clusters")
FORM = Option(
    *("form", "form of profiles", None, _EXPLORE), titled=_fixed(lines="Lines", map="Heat map")
)
BARS = Option(
    *("bars", "bars of profiles", "rows", _EXPLORE),
    titled=_fixed(rows="Spread of rows", mean="Interval of the mean"),
)
UNITS = Switch("units", "profiles in units", False, _EXPLORE)
NUMBERS_BY = Option(
    *("numbers_by", "test of numbers", "means", _EXPLORE),
    titled=_fixed(means="Means, F", ranks="Ranks, Kruskal-Wallis"),
)
RAISED_BY = Option(
    *("raised_by", "correction of p-values", "holm", _EXPLORE),
    titled=_fixed(holm="Holm", bh="Benjamini-Hochberg"),
)
AGAINST = OfData("against", "column against clusters", pages=_EXPLORE)
_CHOOSE = ("choose",)
TO = Number("to", "largest k", 9, least=1, most=24)
FOURTEEN = Switch("fourteen", "fourteen structures", False)
THOROUGH = Switch("thorough", "more starts", False)
CRITERION = Option(
    *("criterion", "criterion", "bic", _CHOOSE),
    titled=lambda: {name: measure.title for name, measure in CRITERIA.items()},
)
CELL = OfData("cell", "cell", pages=_CHOOSE)
OTHER_CELL = OfData("other_cell", "cell beside it", pages=_CHOOSE)
WORDS = Option(
    *("words", "words", "mixture", ("choose", "sure")),
    titled=_fixed(mixture="Mixture", profile="Latent profile analysis"),
)
WHICH = Option(
    *("which", "cells that are cross-validated", "cell", _CHOOSE),
    titled=_fixed(cell="The chosen one", best="The five best", all="All"),
)
SAMPLES = Number("samples", "samples of the test", 99, _CHOOSE, least=19, most=9999)
FROM_ONE = Switch("from_one", "tests from one on", False, _CHOOSE)
_SURE = ("sure",)
METHOD = Option(
    *("method", "method", "bootstrap", _SURE),
    titled=_fixed(
        bootstrap="Bootstrap",
        weighted="Weighted likelihood bootstrap",
        parametric="Parametric bootstrap",
        jackknife="Jackknife",
    ),
)
TIMES = Number("times", "samples", 999, _SURE, least=2, most=9999)
CORRECTION = Option(
    *("correction", "correction", "BCH", _SURE), titled=_fixed(BCH="BCH", ML="ML", none="None")
)
ERRORS = Option(
    *("errors", "standard errors of columns", "known", _SURE),
    titled=_fixed(known="The fit as known", anew="The fit made anew"),
)
OUTSIDE = OfData("outside", "columns that were not fitted", pages=_SURE, many=True)
LEVEL = Number("level", "level of intervals", 95, _SURE, least=50, most=99)
_LUCK = ("luck",)
STARTS = Number("starts", "starts of each kind", 25, _LUCK, least=20, most=200)
PART = Option(
    *("part", "part", "starts", _LUCK),
    titled=_fixed(
        starts="Many starts",
        combined="Combined clusters",
        kmeans="Beside k-means",
        surface="The surface",
    ),
)
BESIDE = Option(
    *("beside", "mixture beside k-means", "fitted", _LUCK),
    titled=_fixed(fitted="Its own covariances", spheres="Spheres of one spread"),
)
SPREAD = Number("spread", "spread of the spheres", 100, _LUCK, most=200)
FEATURE = OfData("feature", "feature", pages=_LUCK)
KNOWN = Number("known", "known spread", 100, _LUCK, least=20, most=300)
FIRST = Number("first", "first mean", None, _LUCK, least=-1e150, most=1e150, whole=False)
SECOND = Number("second", "second mean", None, _LUCK, least=-1e150, most=1e150, whole=False)
PASS = Number("pass", "step of both", None, _LUCK, most=10_000)
CLUSTERS = Number("merged", "clusters", None, _LUCK, least=1, most=24)
LEFT = Number("left", "left end", 1, _LUCK, least=1, most=12)
RIGHT = Number("right", "right end", 2, _LUCK, least=1, most=12)
FILL_SEED = Number("fill_seed", "seed of filled gaps", 0, ("take_away",), most=2**31 - 1)
NEW_GAPS = Option("new_gaps", "gaps of new rows", None, ("new_rows",), titled=GAPS.titled)
STEP = Number("step", "half-step", 0, ("step",), most=999_999_999)

CHOICES: Mapping[str, Choice] = MappingProxyType(
    {
        each.key: each
        for each in (
            *(DATA, FEATURES, TARGET, IS_TRUTH, K, EVERY_STRUCTURE, COVARIANCE, START, SEED),
            *(FIT_START, FIT_SEED, GAPS, WEIGHT, WEIGHT_KIND, LOGARITHMS, STANDARDISE, FLOOR),
            *(PRIOR, NOISE, KNOWN_ROWS),
            *(VIEW, X, Y, EQUAL, COLOUR, TRUTH, SYNTHETIC, PLAIN),
            *(LOG_AXES, PICTURE, SUMMARY, SIZE, SHOWS, LIST),
            *(BY_COLUMN, FORM, BARS, UNITS, NUMBERS_BY, RAISED_BY, AGAINST),
            *(TO, FOURTEEN, THOROUGH, CRITERION, CELL, OTHER_CELL, WORDS),
            *(WHICH, SAMPLES, FROM_ONE, METHOD, TIMES, LEVEL, CORRECTION, ERRORS, OUTSIDE),
            *(PART, STARTS, LEFT, RIGHT, CLUSTERS, BESIDE, SPREAD, PASS),
            *(FEATURE, KNOWN, FIRST, SECOND, FILL_SEED, NEW_GAPS, STEP),
        )
    }
)
"""All that is chosen, in the order in which links say it."""


@dataclass(frozen=True)
class Checked:
    """What a link says: values by their keys, and a sentence on each thing that is not restored."""

    values: Mapping[str, Any]
    sentences: tuple[str, ...]


def checked(query: Mapping[str, Texts], page: str = "step") -> Checked:
    """Return what a link to a page says of what can be chosen; it may say anything at all.

    Names of data are looked for when their table is there.
    """
    values, sentences = {}, []
    for key, choice in CHOICES.items():
        texts = query.get(key, ())
        may_be_none = isinstance(choice, OfData) and choice.many
        if not any(texts) and not (texts and may_be_none):
            continue
        try:
            values[key] = choice.read(texts)
        except NotRestoredError as error:
            sentences.append(str(error))
    if values.get(COVARIANCE.key) in OTHERS:  # else its control would not know it
        values[EVERY_STRUCTURE.key] = True
    if START.key not in query and {SEED.key, STEP.key} & {*values}:
        values[START.key] = "auto"  # it went without saying until the player had its own start
    return Checked(_of_both_starts(values, page), tuple(sentences))


def _of_both_starts(values: dict[str, Any], page: str) -> dict[str, Any]:
    """What is said of one start, of the player's and of the fit's.

    Until the player had a start of its own, what a link named was the start of every page.
    """
    if page != "step" and START.key in values and FIT_START.key not in values:
        named = values[START.key]
        values[FIT_START.key] = FIT_START.default if named == WATCHED else named
        values.setdefault(FIT_SEED.key, values.get(SEED.key, SEED.default))
    return values


def found(
    choice: OfData, texts: Texts, options: Iterable[str], label: Callable[[str], str] = str
) -> list[str]:
    """Return the names that a link means, among those of the data; an error names what is lacking.

    Links have had names as they were shown: with their units, and with markup escaped.
    """
    names = list(options)
    known = {former: name for name in names for former in (plain(name), label(name))}
    known |= {NONE: choice.nothing} if choice.nothing in names else {}
    known |= {name: name for name in names}
    lacking = [text for text in texts if text and text not in known]
    if lacking:
        there = "that is not there to be chosen"
        raise choice.refused(", ".join(lacking), there)
    return [known[text] for text in texts if text]
