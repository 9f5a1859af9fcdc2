"""A table in LaTeX is of as many cells as it was given, whatever they hold."""

from gmm_core.exporting.papers.latex import in_tex, latex_table
from gmm_core.plots import glyphs


def test_it_has_the_rules_of_booktabs_and_a_note():
    made = latex_table(["a", "b"], [["x", "−1.5"], ["y", "2"]], "A & B", note="n_1")
    assert made.splitlines() == [
        r"% needs \usepackage{booktabs}",
        r"\begin{table}",
        r"\caption{A \& B}",
        r"\begin{tabular}{lr}",
        r"\toprule",
        r"a & b \\",
        r"\midrule",
        r"x & $-$1.5 \\",
        r"y & 2 \\",
        r"\bottomrule",
        r"\end{tabular}",
        "",
        r"\textit{Note.} n\_1",
        r"\end{table}",
    ]


def test_text_of_a_file_commands_nothing():
    assert in_tex("\\input{x}\n%$#&~^_|<> ±") == (
        r"\textbackslash{}input\{x\} \%\$\#\&\textasciitilde{}\textasciicircum{}\_"
        r"\textbar{}\textless{}\textgreater{} $\pm$"
    )


def test_symbols_of_clusters_and_powers_of_ten_are_those_that_latex_has():
    made = latex_table(["cluster"], [["1 ●, smallest"], ["2 ■"], ["1.2 × 10⁻⁵"]], "χ²")
    assert made.splitlines()[0] == r"% needs \usepackage{booktabs,amssymb}"
    assert r"1 $\bullet$, smallest \\" in made
    assert r"2 $\blacksquare$ \\" in made
    assert r"1.2 $\times$ 10$^{-5}$ \\" in made
    assert r"\caption{$\chi$$^{2}$}" in made
    assert in_tex("".join({*glyphs(24)})).isascii()
