"""What is said of columns for what they are: constants, dates, text, known groups, amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from gmm_core.table.amounts import Amounts, amount, clock
from gmm_core.table.columns import proposed_targets
from gmm_core.table.finding import Examined, Finding, with_counts
from gmm_core.table.numeric_kinds import MAX_LEVELS
from gmm_core.wording import listed, named, plural, quoted


def _of_kind(
    kind: str, one: str, several: str, rest: str, *, called: str = "", advice: str = ""
) -> Callable[[Examined], Iterator[Finding]]:
    """A look at the columns of a kind, of which all there is to say is the same.

    The advice is for those that are fitted, and offers to leave them out.
    """

    def look(table: Examined) -> Iterator[Finding]:
        if names := table.of_kind(kind):
            offer = table.leave_out(names) if advice else None
            what = f" {advice}" if offer else ""
            sentence = f"{named(names)} {plural(len(names), one, several)} {rest}{what}"
            yield Finding(called or kind, names, sentence, offer)

    return look


_constants = _of_kind(
    "constant",
    *("has", "have"),
    "the same value in every row. A constant says nothing of groups, and a normal distribution "
    "cannot be fitted to it.",
    advice="Leave it out of the features.",
)
_empty = _of_kind("empty", "has", "have", "no value in any row and cannot be used.")
_identifiers = _of_kind(
    "identifier",
    *("tells", "tell"),
    "rows apart, with another value in each, and so nothing of groups. Identifiers come back in "
    "every download.",
    advice="Leave them out of the features.",
)


def _dates(table: Examined) -> Iterator[Finding]:
    """Say which columns hold dates; clocks alone can be read as numbers."""
    clocks = {
        name: found
        for name in table.of_kind("date")
        if (found := clock(table.series[name], table.decimal)) is not None
    }
    if days := tuple(name for name in table.of_kind("date") if name not in clocks):
        yield Finding(
            "date",
            days,
            f"{named(days)} {plural(len(days), 'holds', 'hold')} dates, which are not fitted. If "
            "time matters, add a column of numbers to the file, such as days since the first.",
        )
    if not clocks:
        return
    examples = listed([f"{quoted(name, 60)} ({found.reading})" for name, found in clocks.items()])
    doubts = " ".join(dict.fromkeys(found.doubt for found in clocks.values()))
    yield Finding(
        "date",
        tuple(clocks),
        f"{examples} {plural(len(clocks), 'holds', 'hold')} times, which are not fitted as they "
        f"stand. {doubts} Take them as numbers to make them features.",
        "number",
    )


_texts = _of_kind(
    "text",
    *("is", "are"),
    "text of many different values: too many for groups, and nothing that is measured. Text is "
    "not fitted and comes back in every download.",
)
_codes_of_things = _of_kind(
    "code",
    *("holds", "hold"),
    "numbers that stand for something, by name or by digits: a place, a person, an account. They "
    "measure nothing, so they are not proposed as features, and come back in every download.",
    called="number code",
    advice="Leave them out of the features.",
)


def _categories(table: Examined) -> Iterator[Finding]:
    targets = proposed_targets(table.frame, table.columns)
    others = {name for block in table.items for name in block.columns} | {*table.weights}
    labels = [c for c in table.columns if c.kind == "label" and c.name not in others]
    levels = {c.name: c.distinct for c in labels}
    few = [name for name in levels if levels[name] <= MAX_LEVELS and name not in targets]
    names = (*targets, *few)
    if names:
        told = with_counts(
            {name: levels[name] for name in names}, plural(levels[names[0]], "level")
        )
        yield Finding(
            "category",
            names,
            f"{told} {plural(len(names), 'has', 'have')} few levels, as known groups do. "
            "Groups are not fitted; choose one as the target to compare clusters with.",
            "target",
        )


def _amounts(table: Examined) -> Iterator[Finding]:
    judged = {name: amount(table.series[name], table.decimal) for name in table.of_kind("amount")}
    found = {name: amounts for name, amounts in judged.items() if amounts}
    if len(found) == 1:
        ((name, amounts),) = found.items()
        yield Finding(
            "amount",
            (name,),
            f"{quoted(name, 60)} is text, which cannot be fitted. {amounts.sentence} Take it as "
            "numbers to make it a feature.",
            "number",
        )
    elif found:
        yield Finding("amount", tuple(found), _say_amounts(found), "number")


def _say_amounts(found: Mapping[str, Amounts]) -> str:
    """How several columns of text read as numbers, and what is in doubt."""
    examples = [f"{quoted(name, 60)} ({amounts.reading})" for name, amounts in found.items()]
    sentences = [
        f"{listed(examples)} are text, which cannot be fitted, and read as numbers.",
        *_say_doubts(found),
        "Take them as numbers to make them features.",
    ]
    return " ".join(sentences)


def _say_doubts(found: Mapping[str, Amounts]) -> Iterator[str]:
    undecided = [name for name, amounts in found.items() if amounts.undecided]
    if undecided:
        mark = "point" if found[undecided[0]].decimal == "." else "comma"
        yield (
            f"No cell of {named(undecided)} shows for certain which mark is the decimal mark; "
            f"it is taken to be the {mark}, as in the rest of the table."
        )
    for doubt in dict.fromkeys(amounts.doubt for amounts in found.values() if amounts.doubt):
        doubtful = [name for name, amounts in found.items() if amounts.doubt == doubt]
        yield f"Of {named(doubtful)}: {doubt[0].lower()}{doubt[1:]}"
    if noted := {name: amounts.n_noted for name, amounts in found.items() if amounts.n_noted}:
        example = found[next(iter(noted))].noted
        yield (
            f'Notes at numbers, such as in "{example}", would be left out: '
            f"{with_counts(noted, plural(max(noted.values()), 'cell'))}."
        )
    unreadable = {name: amounts.n_unreadable for name, amounts in found.items()}
    unreadable = {name: count for name, count in unreadable.items() if count}
    if unreadable:
        example = found[next(iter(unreadable))].unreadable
        yield (
            f'Cells that cannot be read, such as "{example}", would be missing: '
            f"{with_counts(unreadable, plural(max(unreadable.values()), 'cell'))}."
        )


LOOKS = (
    _constants,
    _identifiers,
    _amounts,
    _categories,
    _dates,
    _codes_of_things,
    _texts,
    _empty,
)
