"""A table of text in LaTeX, with the rules of booktabs; text of a file is text there, too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gmm_core.checked import as_annotated

_TEX = {
    **{each: f"\\{each}" for each in "#$%&_{}"},
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"},
    **{"−": "$-$", "±": r"$\pm$", "×": r"$\times$", "χ": r"$\chi$", "η": r"$\eta$"},
    **{"●": r"$\bullet$", "…": r"\ldots{}"},
}
_OF_AMSSYMB = {
    **{"■": r"$\blacksquare$", "◆": r"$\blacklozenge$", "★": r"$\bigstar$"},
    **{"▲": r"$\blacktriangle$", "▼": r"$\blacktriangledown$"},
    **{"◄": r"$\blacktriangleleft$", "►": r"$\blacktriangleright$"},
}
_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "-0123456789")


@as_annotated
def latex_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    title: str,
    *,
    columns: str = "",
    note: str = "",
) -> str:
    r"""Return a table in LaTeX.

    Parameters
    ----------
    heads : sequence of str
        Of the columns.
    rows : sequence of sequences of str
        As many cells each.
    title : str
    columns : str
        How each column is set, such as "lrr"; by default the first to the left.
    note : str
        Below it.

    Returns
    -------
    str

    Examples
    --------
    >>> latex_table(["a", "b_1"], [["1 & 2", "−3"]], "T").splitlines()[7]
    '1 \\& 2 & $-$3 \\\\'
    """
    lines = [f"{' & '.join(map(in_tex, row))} \\\\" for row in [heads, *rows]]
    said = ["", f"\\textit{{Note.}} {in_tex(note)}"] if note else []
    symbols = {*"".join([title, note, *heads, *(cell for row in rows for cell in row)])}
    needed = ",amssymb" * bool(symbols & {*_OF_AMSSYMB})
    return "\n".join(
        [
            f"% needs \\usepackage{{booktabs{needed}}}",
            "\\begin{table}",
            f"\\caption{{{in_tex(title)}}}",
            f"\\begin{{tabular}}{{{columns or 'l' + 'r' * (len(heads) - 1)}}}",
            *("\\toprule", lines[0], "\\midrule", *lines[1:], "\\bottomrule"),
            "\\end{tabular}",
            *said,
            "\\end{table}",
            "",
        ]
    )


def in_tex(text: str) -> str:
    """Return text as LaTeX prints it, on one line."""
    known = _TEX | _OF_AMSSYMB
    line = "".join(known.get(each, each) for each in " ".join(text.split()))
    return re.sub(f"[{_RAISED}]+", lambda found: f"$^{{{found[0].translate(_LOWERED)}}}$", line)
