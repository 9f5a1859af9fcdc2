"""What the documents name is there: paths, names, titles on the pages, rooms, options, limits."""

import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from dashboard.source import proposal
from dashboard.state import chosen, uploads
from gmm_core.commands import fit as fit_command
from gmm_core.em import history
from gmm_core.ends import many_starts, watching
from gmm_core.expectation import data
from gmm_core.logarithms import skewed
from gmm_core.reading import limits
from gmm_core.reading.packed import confined, unpacking
from gmm_core.selection import proposal as swept
from gmm_core.selection import supported
from gmm_core.sources import summary
from gmm_core.starts import moves, starts
from gmm_core.steps import films
from gmm_core.table import amounts, columns
from gmm_core.table.suspect import sideways

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "benchmarks/README.md",
    "docs/decisions.md",
    "docs/lesson-iris.md",
    "docs/starts-to-watch.md",
    "docs/tables.md",
    "docs/words.md",
)
ROOMS = ("gmm_core", "dashboard", "pages", "benchmarks", "tests", ".streamlit")
KINDS = (".py", ".js", ".html", ".css", ".json", ".toml", ".txt", ".png", ".jinja", ".csv", ".svg")
MADE = ("static",)  # as the server starts
OF_OTHERS = {  # of Python, a shell, a keyboard, Excel, pandas and R's tables
    "multiprocessing",
    "bash",
    "Backspace",
    "Column Labels",
    "Unnamed: 0_level_0",
    "thyroid",
    "banknote",
}


@cache
def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name):
    """A document without its blocks of code."""
    return re.sub(r"```.*?```", "", read(name), flags=re.DOTALL)


def quoted(name):
    return sorted(set(re.findall(r"`([^`\n]+)`", prose(name))))


@cache
def files():
    """Paths of all files, from the root, with a slash before."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for room in (*ROOMS, "docs"):
        found += [path for path in (ROOT / room).rglob("*") if path.suffix in (*KINDS, ".md")]
    return ["/" + path.relative_to(ROOT).as_posix() for path in found]


@cache
def sources():
    """All code, the tests of documents aside."""
    code = (".py", ".js", ".html", ".css", ".json", ".toml", ".txt", ".jinja")
    names = [name for name in files() if name.endswith(code) and name != f"/{here()}"]
    return "\n".join(read(name[1:]) for name in names)


def here():
    return Path(__file__).relative_to(ROOT).as_posix()


@cache
def words_of_code():
    stems = {Path(name).stem for name in files()}
    return stems | set(re.findall(r"\w+", sources()))


def is_path(text):
    return " " not in text and bool(re.search(r"\w/|\.(py|js|md|json|csv|txt)\b", text))


def is_there(path):
    """Whether a file or a folder is called so, from the root or from a room on."""
    inside = f"/{path.strip('/')}"
    return any(name.endswith(inside) or f"{inside}/" in name for name in files())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_named_by_its_path_is_there(name):
    paths = [text for text in quoted(name) if is_path(text) and not re.search(r"[<(:]/?/?", text)]
    tests = [text.split("::") for text in quoted(name) if "::" in text and is_path(text)]
    assert [path for path in paths if path.strip("/") not in MADE and not is_there(path)] == []
    missing = [
        test
        for path, test in tests
        if not any(f"def {test}(" in read(each[1:]) for each in files() if each.endswith(path))
    ]
    assert missing == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_named_as_code_is_in_the_code(name):
    named = [text for text in quoted(name) if not is_path(text)]
    words = {word for text in named for word in re.findall(r"[A-Za-z_]\w{3,}", text)}
    assert sorted(words - words_of_code() - OF_OTHERS) == []


@cache
def said_on_pages():
    """The code that makes pages and messages, texts in one piece, without what breaks its lines."""
    rooms = ("/gmm_core/", "/dashboard/", "/pages/")
    code = (".py", ".js", ".html")
    texts = [read(n[1:]) for n in files() if n.startswith(rooms) and n.endswith(code)]
    joined = re.sub(r'"\s*\n\s*f?"', "", "\n".join(texts))
    return re.sub(r"\s+", " ", joined)


def in_code(title):
    """A title as the code has it, without the dots for what differs from table to table."""
    return title.rstrip(". ").replace("begins at line", "begins at {noun}")


@pytest.mark.parametrize("name", [*DOCUMENTS, "CHANGELOG.md"])
def test_titles_of_pages_and_buttons_are_on_the_pages(name):
    text = re.sub(r"`[^`]*`", "", prose(name)).replace("**", "\0")
    text = re.sub(r"\s+", " ", text)
    titles = set(re.findall(r"(?<![\w*(\\])\*([A-Z][^*\0]*?)\*(?![\w*])", text)) - OF_OTHERS
    assert sorted(each for each in titles if in_code(each) not in said_on_pages()) == []


def test_links_lead_to_what_is_there():
    for name in (*DOCUMENTS, "CHANGELOG.md"):
        folder = (ROOT / name).parent
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(name)):
            path, _, anchor = target.partition("#")
            assert (folder / path).exists(), (name, target)
            if anchor:
                heads = re.findall(r"^#+ (.+)$", (folder / path).read_text(), re.MULTILINE)
                assert anchor in {
                    re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads
                }, (name, target)


def test_the_changelog_says_each_thing_once_in_lists_without_holes():
    newest = re.split(r"^## .+\n", read("CHANGELOG.md"), flags=re.MULTILINE)[1].strip()
    assert re.findall(r"\n\n(?![#-])|\n {2}.*\n\n- |[ \t]\n", newest) == []
    said = re.split(r"\n(?=- )", re.sub(r"^###.*\n", "", newest, flags=re.MULTILINE))
    sentences = [
        sentence
        for entry in said
        for sentence in re.split(r"(?<=[.;:]) ", " ".join(entry.removeprefix("- ").split()))
        if len(sentence) > 40
    ]
    assert sorted({each for each in sentences if sentences.count(each) > 1}) == []
    assert max(map(len, newest.splitlines())) <= 120


def test_the_pages_of_readme_are_those_of_the_app():
    titles = re.findall(r'\.py", title="([^"]+)"', read("dashboard/look/navigation.py"))
    part = read("README.md").split("## The pages")[1].split("## Your table")[0]
    assert re.findall(r"^(?:- )?\*\*([^*]+)\*\*", part, re.MULTILINE) == titles
    assert len(list((ROOT / "pages").glob("*.py"))) == len(titles) == 7  # "seven flat scripts"


def layers(contract):
    """Floors of .importlinter, from below, each the names of its rooms."""
    part = read(".importlinter").split(f"[importlinter:contract:{contract}]")[1]
    lines = part.split("layers =\n")[1].split("\n\n")[0].splitlines()
    return [re.findall(r"\w+", line) for line in reversed(lines)]


def test_floors_of_rooms_are_those_of_the_contract():
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", read("ARCHITECTURE.md"), re.MULTILINE)
    floor_of = {
        room.removesuffix(".py"): int(floor)
        for floor, rooms in rows
        for room in re.findall(r"`([\w.]+)`", rooms.split(" (")[0])
    }
    below = [{room for room in floor if room != "__main__"} for floor in layers("rooms")]
    first = next(number for number, floor in enumerate(below) if "names" in floor)
    told = {0: set().union(*below[:first])} | dict(enumerate(below[first:-1], 1))
    assert floor_of == {room: floor for floor, rooms in told.items() for room in rooms}


def test_rooms_of_the_dashboard_are_told_from_above():
    part = read("ARCHITECTURE.md").split("    dashboard/\n")[1].split("    tests/")[0]
    heads = [line[6:22] for line in part.splitlines()]
    rooms = [re.findall(r"\w+", head) for head in heads]
    named = sorted(room for line in rooms for room in line)
    assert named == sorted(path.parent.name for path in faces_of("dashboard"))
    floor_of = {room: n for n, floor in enumerate(layers("dashboard")) for room in floor}
    floors = [max(floor_of[room] for room in line) for line in rooms]
    assert floors == sorted(floors, reverse=True)


def faces_of(package):
    return (ROOT / package).glob("*/__init__.py")


def test_folders_in_brackets_are_those_of_their_rooms():
    rows = re.findall(r"^\| \d+ \| `(\w+)` \((.+?)\) \|", read("ARCHITECTURE.md"), re.MULTILINE)
    for room, inside in rows:
        folders = {path.parent.name for path in (ROOT / "gmm_core" / room).glob("*/__init__.py")}
        assert set(re.findall(r"\w+", inside)) - {"on"} == folders, room
    assert len(rows) == 3


def test_each_benchmark_stands_in_its_document():
    scripts = {
        path.stem
        for path in (ROOT / "benchmarks").glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    named = set(re.findall(r"python -m benchmarks\.(\w+)", read("benchmarks/README.md")))
    assert named == scripts


@pytest.mark.parametrize("folder", ["tests/reference", "tests/former"])
def test_what_other_programs_and_versions_left_is_told(folder):
    """X stands for the name of a table, N for a number."""
    told = [re.sub(r"\b[XN](?=[_.])", "*", text) for text in quoted(f"{folder}/README.md")]
    told = [
        text + "*" if text.endswith("/") else text for text in told if "." in text or "/" in text
    ]
    told += ["extract.py", "extract_hc.py", "models/*.csv", "README.md"]
    left = [path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*.*")]
    names = [path.as_posix() for path in left if "__pycache__" not in path.parts]
    assert [name for name in names if not any(fnmatch(name, form) for form in told)] == []


def test_options_of_the_command_line_are_there():
    code = "\n".join(read(n[1:]) for n in files() if n.startswith("/gmm_core/commands/"))
    text = read("README.md").split("### From the command line")[1].split("## Differences")[0]
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", text)) - {"--help"}
    assert {option for option in options if f'"{option}"' not in code} == set()
    commands = re.findall(r"python -m gmm_core (\w+) (?:data|--model)", text)
    assert sorted(commands) == sorted(re.findall(r'add_parser\(\s*"(\w+)"', code))


MB = 2**20
WORDS = {2: "two", 5: "five", 8: "eight", 9: "nine", 10: "ten", 20: "twenty", 60: "sixty"}
LIMITS = [
    ("README.md", "up to {0} MB, or paste a table", limits.MAX_BYTES // MB),
    ("README.md", "keeps at most {0} MB of uploads", uploads.MOST_BYTES // MB),
    ("README.md", "Above {0:,} rows (fewer", films.MOST_ROWS),
    ("README.md", "runs {0} to", chosen.STARTS.least),
    ("README.md", "to {0} starts of each of four kinds", chosen.STARTS.most),
    ("README.md", "the run is kept, up to {0} MB", history.MOST_BYTES // 10**6),
    ("README.md", "of runs above {0} MB", history.MOST_BYTES // 10**6),
    ("README.md", "Starts look at a sample of up to {0:,} rows", summary.SAMPLE_ROWS),
    ("README.md", "Above {0:,} rows a start looks at a sample", starts.START_ROWS),
    ("README.md", '"auto" of {0:,})', starts.TRIAL_ROWS),
    (
        "ARCHITECTURE.md",
        "counted from the origin once, up to {0} MB",
        8 * data.KEPT_NUMBERS // 10**6,
    ),
    ("docs/decisions.md", "counted up to {0} MB", 8 * data.KEPT_NUMBERS // 10**6),
    ("docs/decisions.md", 'sample of as many**, those of "auto" at {0:,}', starts.TRIAL_ROWS),
    ("docs/decisions.md", '({0} in "auto")', starts.TREE_ROWS),
    ("docs/decisions.md", "keeps up to {0} rows of each", summary.LEAST_OF_CLASS),
    ("docs/tables.md", "more than {0:,} characters, text of more", unpacking.MAX_CELL),
    ("docs/tables.md", "text of more than {0} MB in all", unpacking.MAX_TEXT // MB),
    ("docs/tables.md", "more than {0} GB while unpacking", unpacking.MAX_MEMORY // 2**30),
    ("docs/tables.md", "more than {0:,} rows or lines", limits.MAX_ROWS),
    ("docs/tables.md", " {0:,} columns,", limits.MAX_COLUMNS),
    ("docs/tables.md", " {0:,} cells,", limits.MAX_CELLS),
    ("docs/tables.md", " {0:,} characters of names", unpacking.MAX_NAMES),
    ("docs/tables.md", "in more than {0:,} cells of a column", amounts.MOST_CELLS),
    ("docs/tables.md", "at most {0} rows of numbers, three times", sideways.MOST_ROWS),
    ("docs/tables.md", "More than {0} measured columns", columns.WIDE),
    ("docs/tables.md", "At most {word} features are proposed", columns.MAX_PROPOSED),
    ("docs/tables.md", "at least {word} values", skewed.FEWEST),
    ("docs/tables.md", "is judged, at least {0:,}", skewed.JUDGED),
    ("docs/tables.md", "{word} files at a time", confined.MAX_AT_ONCE),
    ("docs/tables.md", "Up to {word} components are tried", proposal.MOST_COMPONENTS),
    ("docs/tables.md", "are best, of at most {0:,} rows", proposal.MOST_ROWS_FURTHER),
    ("docs/tables.md", "up to {word} are, with ten rows for each", swept.MOST_TRIED),
    ("docs/tables.md", "up to twenty are, with {word} rows for each", swept.ROWS_OF_EACH),
    ("docs/tables.md", "than chance gives: by {0:g} +", supported.MARGIN_OF_TWO[0]),
    ("docs/tables.md", "{0:g} d / n than that of one", supported.MARGIN_OF_TWO[1]),
    ("docs/tables.md", "by {0:g} than that of two or more", supported.MARGIN),
    ("docs/tables.md", "any two means by {word} standard deviations", supported.APART),
    ("docs/tables.md", "may even be higher by {0:g}", supported.WEAK),
    ("docs/starts-to-watch.md", "takes at least {word} iterations", watching.FEWEST_ITERATIONS),
    (
        "docs/starts-to-watch.md",
        "(fewer than twenty iterations",
        many_starts.FEWEST_ITERATIONS,
    ),
    ("docs/starts-to-watch.md", "go on up to {word}", many_starts.MOST_STARTS),
    ("docs/starts-to-watch.md", "differ by no more than {0:.5f} nats", many_starts.ONE_END),
    ("README.md", "writ{word} to `--out` every ten seconds", fit_command.SAVED_EVERY),
    ("docs/decisions.md", "more than {word} features are left out", moves.MOST_FEATURES),
]


@pytest.mark.parametrize(("name", "sentence", "limit"), LIMITS)
def test_limits_are_those_of_the_code(name, sentence, limit):
    told = sentence.format(limit, word=WORDS.get(limit))
    assert told in re.sub(r"\s+", " ", read(name))
