"""A test is where its module is: tests mirror the rooms, file by file."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
ROOMS = ("gmm_core", "dashboard")
# Modules that another file tests, which looks at what a person gets of them.
ELSEWHERE = {
    "tests/invariants/test_light_import.py": {"gmm_core": ("__init__",)},
    "tests/invariants/test_version.py": {"gmm_core": ("version",)},
    "tests/gmm_core/plots/pictures/test_scatter_plot.py": {"gmm_core/plots": ("look",)},
    "tests/gmm_core/commands/test_command_line.py": {
        "gmm_core": ("__main__",),
        "gmm_core/commands": (
            "draw",
            "fit",
            "models",
            "places",
            "predict",
            "progress",
            "report",
            "reported_rows",
            "rows",
            "select",
        ),
        "gmm_core/plots": ("javascript",),
    },
    "tests/gmm_core/datasets/test_datasets.py": {
        "gmm_core/datasets": ("bundled", "dataset", "generated"),
    },
    "tests/gmm_core/departures/test_normality.py": {
        "gmm_core/departures": ("normality_sentences",),
    },
    "tests/gmm_core/estimator/test_gaussian_mixture.py": {
        "gmm_core/estimator": (
            "attributes",
            "best_run",
            "parameters",
            "predictions",
            "rows",
            "saved",
            "warned",
        ),
    },
    "tests/gmm_core/expectation/test_gapped.py": {
        "gmm_core/expectation": ("gapped_pass",),
    },
    "tests/gmm_core/expectation/test_passes.py": {"gmm_core/expectation": ("digits",)},
    "tests/gmm_core/exporting/test_saved_estimator.py": {"gmm_core/exporting": ("written_noise",)},
    "tests/gmm_core/exporting/test_saved_model.py": {
        "gmm_core/exporting": (
            "checked_json",
            "model_file",
            "plausible_mixture",
            "written_settings",
        ),
    },
    "tests/gmm_core/exporting/reports/test_html_report.py": {
        "gmm_core/exporting/reports": ("page", "sections"),
    },
    "tests/gmm_core/matrices/test_dense.py": {"gmm_core/matrices": ("diagonal", "shared")},
    "tests/gmm_core/plots/marks/test_colours.py": {"gmm_core/plots/marks": ("style",)},
    "tests/gmm_core/reading/packed/test_workbook.py": {
        "gmm_core/reading/packed": ("archive", "confined", "unpacking"),
    },
    "tests/gmm_core/reading/test_choices.py": {"gmm_core/reading": ("columns",)},
    "tests/gmm_core/reading/text/test_read_csv.py": {
        "gmm_core/reading": ("table",),
        "gmm_core/reading/encodings": ("encoding",),
    },
    "tests/gmm_core/reading/encodings/test_letters.py": {
        "gmm_core/reading/encodings": ("frequent_letters",),
    },
    "tests/gmm_core/reading/text/test_parsing.py": {"gmm_core/reading/text": ("plain_numbers",)},
    "tests/gmm_core/selection/test_bootstrap.py": {"gmm_core/selection": ("ratios",)},
    "tests/gmm_core/selection/test_select.py": {"gmm_core/selection": ("grid",)},
    "tests/gmm_core/sources/test_batches.py": {
        "gmm_core/sources": ("noise_box", "source", "summary"),
    },
    "tests/gmm_core/table/test_described_columns.py": {"gmm_core/table": ("numeric_kinds",)},
    "tests/gmm_core/table/test_columns.py": {"gmm_core/table": ("telling_names",)},
    "tests/gmm_core/table/test_table_findings.py": {
        "gmm_core/table": ("finding",),
        "gmm_core/table/looks": ("column_kinds", "suspects", "values"),
    },
    "tests/gmm_core/table/test_rows.py": {"gmm_core/results": ("labelled_table",)},
    "tests/invariants/test_hostile_files.py": {"gmm_core/reading": ("__init__",)},
    "tests/dashboard/explore/test_views.py": {
        "dashboard/explore": (
            "captions",
            "controls",
            "numbers",
            "pictures",
            "summaries",
            "view",
        ),
        "dashboard/state": ("asking",),
        "dashboard/look": ("figures", "theme"),
    },
    "tests/dashboard/explore/test_marking.py": {
        "dashboard/explore": ("lists",),
        "dashboard/explore/linked": ("__init__", "reports"),
    },
    "tests/dashboard/new_rows/test_second_file.py": {"dashboard/new_rows": ("predictions",)},
    "tests/dashboard/player/test_player.py": {
        "dashboard/player": ("packed_film", "reports"),
    },
    "tests/dashboard/server/test_leavers.py": {"dashboard/server": ("upkeep",)},
    "tests/dashboard/server/test_smaller.py": {"dashboard/server": ("answers",)},
    "tests/dashboard/sidebar/test_sidebar.py": {
        "dashboard/fit": ("cached", "fitted"),
        "dashboard/state": ("current", "study"),
    },
    "tests/dashboard/source/test_assistant.py": {"dashboard/source": ("source", "stages")},
    "tests/dashboard/state/test_chosen.py": {"dashboard/state": ("kinds_of_choice",)},
    "tests/dashboard/state/test_uploads.py": {"dashboard/source": ("about",)},
    "tests/dashboard/state/test_opening.py": {
        "dashboard/fit": ("reopened",),
        "dashboard/take_away": ("project",),
    },
    "tests/pages/test_choose.py": {
        "dashboard/choose": (
            "cells",
            "controls",
            "foretelling",
            "paper",
            "ratio_test",
            "target",
            "two_cells",
        ),
        "dashboard/fit": ("grid",),
        "dashboard/state": ("watching",),
    },
    "tests/pages/test_explore.py": {"dashboard/explore": ("against", "class_table", "colours")},
    "tests/pages/test_noise.py": {
        "dashboard/explore": ("without",),
        "dashboard/sidebar": ("safeguards",),
    },
    "tests/pages/test_known_rows.py": {"dashboard/sidebar": ("known_rows",)},
    "tests/pages/test_luck.py": {
        "dashboard/luck": ("beside_k_means", "combining", "hills", "many_starts", "two_ends"),
    },
    "tests/pages/test_sure.py": {"dashboard/choose": ("classes", "errors", "outside")},
    "tests/pages/test_step.py": {"dashboard/player": ("plain_view",)},
    "tests/pages/test_take_away.py": {
        "dashboard/take_away": ("document", "downloads", "link", "paper", "report"),
        "dashboard/take_away/figures": ("__init__",),
    },
    "tests/browser/test_modules.py": {"dashboard/browser": ("modules",)},
    "tests/browser/test_cold_link.py": {"dashboard/look": ("navigation",)},
}


def is_face(path):
    """Whether a file does nothing but import names and offer them."""
    if path.stem != "__init__":
        return False
    does = (ast.FunctionDef, ast.ClassDef)
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return not any(isinstance(node, does) for node in body)


def file_for(module):
    """gmm_core/em/model.py -> gmm_core/em/test_model.py; what a face does is in its room."""
    name = module.parent.name if module.stem == "__init__" else module.stem
    return module.with_name(f"test_{name}.py")


def modules():
    found = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return {path.relative_to(ROOT) for path in found if not is_face(path)}


def with_another():
    return {
        Path(folder, f"{name}.py")
        for rooms in ELSEWHERE.values()
        for folder, names in rooms.items()
        for name in names
    }


def test_every_module_has_the_tests_that_bear_its_name_or_those_that_are_listed():
    alone = {each for each in modules() if not (TESTS / file_for(each)).exists()}
    assert sorted(alone - with_another()) == []
    assert sorted(with_another() - alone) == []


def test_what_tests_another_module_is_there():
    assert [file for file in ELSEWHERE if not (ROOT / file).exists()] == []


def test_every_test_file_bears_the_name_of_a_module():
    known = {file_for(each) for each in modules()}
    files = {
        path.relative_to(TESTS) for room in ROOMS for path in (TESTS / room).rglob("test_*.py")
    }
    assert sorted(files - known) == []
