import numpy as np

from gmm_core.plots.marks.points import drawn
from gmm_core.subsets import drawn_rows


def test_few_rows_are_all_drawn():
    np.testing.assert_array_equal(drawn_rows(7, limit=7), np.arange(7))


def test_the_sample_is_fixed_ascending_and_without_repeats():
    rows = drawn_rows(100_000)
    np.testing.assert_array_equal(rows, drawn_rows(100_000))
    assert len(rows) == 5000
    assert (np.diff(rows) > 0).all()
    assert rows.max() < 100_000


def test_the_sample_covers_the_data_evenly():
    share = np.histogram(drawn_rows(100_000), bins=10, range=(0, 100_000))[0] / 5000
    np.testing.assert_allclose(share, 0.1, atol=0.02)


def test_another_seed_is_another_sample():
    assert (drawn_rows(1000, limit=10, seed=1) != drawn_rows(1000, limit=10, seed=2)).any()


def test_a_ringed_row_is_drawn_even_outside_the_sample():
    missed = np.setdiff1d(np.arange(1000), drawn_rows(1000, limit=10))[0]
    shown = drawn(1000, rings=[missed], rows=drawn_rows(1000, limit=10))
    assert missed in shown.rows
    assert len(shown.rows) == 11


def test_many_rings_do_not_swell_the_sample():
    shown = drawn(100_000, rings=np.arange(50_000))
    assert len(shown.rows) == 5000
    assert np.isin(shown.rings, shown.rows).all()
