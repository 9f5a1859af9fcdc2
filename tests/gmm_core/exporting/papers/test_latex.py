"""A table in LaTeX is of as many cells as it was given, whatever they hold."""

from gmm_core.exporting.papers.latex import in_tex, latex_table


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
