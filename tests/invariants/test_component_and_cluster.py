"""A component is a normal distribution; a cluster is the rows assigned to it, or to several.

What is written for people is looked through for one word in the place of the other.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("gmm_core", "dashboard", "pages")
A = r"(?:(?:the|a|an|each|every|one|this|that|which|its|their|any|no|some|all|other|another) )?"
# What rows do, are said of a cluster; what a distribution has, of a component.
MISUSED = (
    rf"\b(?:assigned|belongs?) to {A}components? \d",
    rf"\brows? (?:lies?|stands?|falls?) in {A}components?\b",
    rf"\brows (?:in|of) {A}component \d",
    rf"\b(?:select|download|list) (?:all )?(?:the )?rows (?:in|of) {A}components?\b",
    rf"\b(?:covariances?|covariance matrix|densit(?:y|ies)|mixing weights?) of {A}clusters?\b",
    r"\bclusters?['’]s? (?:covariances?|density|mixing weight|normal distribution)\b",
    r"\bclusters?(?: \d+)? (?:collapses?|collapsed|has no spread|shares? one covariance)\b",
    r"\bclusters? (?:is|are) (?:a )?normal distributions?\b",
    r"\bmixture of \w+ clusters\b",
)
SPEAKS_OF_EITHER = re.compile("component|cluster", re.IGNORECASE)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """What is written in a module for people: strings that are no docstrings."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    of_documents = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            pieces = [each.value if isinstance(each, ast.Constant) else "1" for each in node.values]
            yield node.lineno, "".join(map(str, pieces))
        elif isinstance(node, ast.Constant) and id(node) not in of_documents:
            yield node.lineno, str(node.value)


def misused(text: str) -> list[str]:
    if not SPEAKS_OF_EITHER.search(text):
        return []
    return [found[0] for rule in MISUSED for found in re.finditer(rule, text, re.IGNORECASE)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_neither_word_stands_for_the_other(folder: str) -> None:
    paths = sorted((ROOT / folder).rglob("*.py"))
    found = [
        f"{path.relative_to(ROOT)}:{line}: {said}"
        for path in paths
        for line, text in texts(path)
        for said in misused(text)
    ]
    assert paths
    assert found == []


@pytest.mark.parametrize(
    "said",
    [
        "Row 3 is assigned to component 2.",
        "5 rows lie in a component of their own",
        "The covariance of each cluster",
        "Cluster 2 collapsed onto 3 rows",
        "A cluster is a normal distribution",
    ],
)
def test_the_rules_find_what_they_are_made_for(said: str) -> None:
    assert misused(said)


@pytest.mark.parametrize(
    "said",
    ["Component 2 collapsed onto 3 rows", "5 rows lie in the cluster", "rows of cluster 2"],
)
def test_the_rules_let_pass_what_is_right(said: str) -> None:
    assert misused(said) == []
