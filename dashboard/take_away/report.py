"""The report as files: for a browser, for Word, and its tables for LaTeX and spreadsheets."""

from collections.abc import Sequence

from dashboard.browser.library import SOURCE
from dashboard.explore.view import Chosen
from dashboard.fit.fitted import Fitted
from dashboard.take_away import paper
from gmm_core.exporting.office import docx_bytes
from gmm_core.exporting.reports import Section, report, tables_archive
from gmm_core.selection import criteria
from gmm_core.written_numbers import number


def html_report(fit: Fitted, chosen: Chosen, others: paper.Beside) -> bytes:
    """Return the report: what was fitted, what came of it, and how EM got there."""
    return report(
        title(fit),
        [*paper.sections(fit, chosen, others), paper.in_motion(fit, chosen)],
        javascript=SOURCE.read_text(encoding="utf-8"),
        subtitle=fit.study.title,
        facts=_facts(fit),
    )


def title(fit: Fitted) -> str:
    return f"Clusters of {fit.study.dataset.title}"


def _facts(fit: Fitted) -> dict[str, str]:
    """The few numbers that come first."""
    study, run, n = fit.study, fit.run, fit.rows.n
    units = ", in original units" * bool(study.logarithms)
    known = ", with known classes" * study.is_known
    return {
        "Rows fitted": f"{len(fit.rows.X):,}",
        **({"n, by weights": f"{n:,}"} if study.weighting else {}),
        "Components": str(run.mixture.n_components),
        f"Log-likelihood{known}{units}": number(run.log_likelihood, 5),
        "BIC, lower is better": number(criteria.bic(run.log_likelihood, fit.n_parameters, n), 5),
    }


def word_report(fit: Fitted, sections: Sequence[Section]) -> bytes:
    """Return the report for Word, its figures empty: a browser draws them into it."""
    return docx_bytes(title(fit), sections, subtitle=fit.study.title)


def tables(fit: Fitted, chosen: Chosen, others: paper.Beside) -> bytes:
    """Return the tables of the report, as they are numbered there."""
    return tables_archive(paper.sections(fit, chosen, others))
