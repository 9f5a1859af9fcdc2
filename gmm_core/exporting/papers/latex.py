"""A table of text in LaTeX, with the rules of booktabs; text of a file is text there, too."""

from __future__ import annotations

from collections.abc import Sequence

from gmm_core.checked import as_annotated

_TEX = {
    **{each: f"\\{each}" for each in "#$%&_{}"},
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"},
    **{"−": "$-$", "±": r"$\pm$"},
}


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
    return "\n".join(
        [
            "% needs \\usepackage{booktabs}",
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
    return "".join(_TEX.get(each, each) for each in " ".join(text.split()))
