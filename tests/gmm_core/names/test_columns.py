import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.mixture.mixture import Mixture
from gmm_core.names.columns import beside, free_names, unique_names
from gmm_core.results.labelled_table import labelled
from gmm_core.results.new_rows import predicted
from gmm_core.results.synthetic import synthetic_rows

OURS = [
    *("row", "cluster", "cluster_name", "responsibility_1", "uncertainty", "log_density"),
    *("p_value", "outlier", "left_out", "component", "component_name"),
]
ENDINGS = ["", "_gmm", "_gmm_gmm", " (feature)", "_2"]
"""Names that people and our own downloads give to columns."""
NAMES = st.builds(str.__add__, st.sampled_from(OURS), st.sampled_from(ENDINGS)) | st.text()
TABLES = st.lists(NAMES, min_size=1, max_size=8, unique=True)
MIXTURE = Mixture([1.0], [[0.0]], [[[1.0]]])


@given(st.lists(NAMES, max_size=6, unique=True), st.lists(NAMES, max_size=8))
def test_free_names_end_alike_and_hide_nothing(wanted, taken):
    names = free_names(wanted, taken)
    assert not set(names) & set(taken)
    assert len(set(names)) == len(wanted)
    endings = {name.removeprefix(own) for name, own in zip(names, wanted, strict=True)}
    assert len(endings) <= 1
    assert not "".join(endings).replace("_gmm", "")


@given(st.lists(NAMES, max_size=6), st.lists(NAMES, max_size=8, unique=True))
def test_names_beside_others_are_all_different(names, own):
    assert len({*own, *beside(names, own)}) == len(own) + len(names)


@given(st.lists(NAMES, max_size=8))
def test_unique_names_differ_and_keep_the_first_of_each(names):
    unique = unique_names(names)
    assert len(set(unique)) == len(names)
    assert all(unique[names.index(name)] == name for name in names)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_what_was_added_n_times_is_added_once_more(n):
    taken = [f"row{'_gmm' * times}" for times in range(n)]
    assert free_names(["row"], taken) == [f"row{'_gmm' * n}"]


@given(TABLES)
def test_every_table_can_be_labelled_and_keeps_its_columns(names):
    table = pd.DataFrame([[0.0] * len(names)], columns=pd.Index(names, dtype=object))
    found = predicted(table, names[:1], MIXTURE)
    for result, kept in (
        (labelled(table, [True], [[1.0]], components=["a"]), names),
        (found.table(table, ["a"]), names),
        (synthetic_rows(MIXTURE, names[:1], 1, components=["a"]), names[:1]),
    ):
        assert result.columns.is_unique
        assert list(result)[: len(kept)] == kept
