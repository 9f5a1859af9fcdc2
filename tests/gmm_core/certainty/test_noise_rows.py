"""Noise is one line more below the classes, and none of them."""

import numpy as np

from gmm_core.certainty import class_table, noise_line, written_class_table

SHARES = np.array([[0.9, 0.1], [0.2, 0.8], [0.2, 0.1], [0.05, 0.05]])


def test_the_line_and_the_classes_are_all_rows():
    classes, noise = class_table(SHARES), noise_line(SHARES)
    assert classes["rows"].sum() + noise["rows"].sum() == len(SHARES)
    assert np.isclose(classes["posterior rows"].sum() + noise["posterior rows"].sum(), len(SHARES))


def test_weights_count():
    noise = noise_line(SHARES, np.array([1.0, 1.0, 3.0, 5.0]))
    assert noise["rows"].item() == 8
    assert np.isclose(noise["share"].item(), 0.8)


def test_the_written_table_ends_with_noise_which_is_never_the_smallest_class():
    written = written_class_table(class_table(SHARES[[0, 1, 1, 2]]), noise=noise_line(SHARES[2:3]))
    assert written["cluster"].tolist() == ["1, smallest", "2", "noise"]


def test_there_is_none_without_noise():
    assert noise_line([[0.3, 0.7]]) is None


def test_what_noise_is_is_said():
    assert noise_line(SHARES).attrs["note"].startswith("2 of 4 rows are most probably noise")
