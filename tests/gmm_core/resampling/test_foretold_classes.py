"""The class of a row is foretold by fits that have not seen it."""

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from gmm_core.expectation import Data
from gmm_core.resampling import held_out_classes

RNG = np.random.default_rng(1)
CLASSES = np.repeat([0, 1], 30)
X = RNG.normal(size=(60, 2)) + 1.6 * CLASSES[:, None]


def test_with_all_known_it_is_the_error_of_discriminant_analysis_left_one_out():
    found = held_out_classes(Data(X).with_known(CLASSES), 2, "tied", folds=30, random_state=0)
    wrong = 0
    for row in range(60):
        rest = np.arange(60) != row
        lda = LinearDiscriminantAnalysis(solver="lsqr").fit(X[rest], CLASSES[rest])
        wrong += int(lda.predict(X[row : row + 1])[0] != CLASSES[row])
    assert abs(found.n_wrong - wrong) <= 2
    assert found.n_unjudged == 0
    assert f"{found.n_wrong:,} (" in found.sentence


def test_a_class_of_one_known_row_is_not_judged_and_all_others_are():
    known = np.where(np.arange(60) % 4 == 0, CLASSES, -1)
    known[known == 1] = -1
    known[59] = 1
    found = held_out_classes(Data(X).with_known(known), 2, "tied", random_state=0)
    assert found.n_unjudged == 1
    assert len(found.components) == 8
    assert "1 row was not judged" in found.sentence


def test_progress_is_told():
    told = []
    data = Data(X).with_known(CLASSES)
    held_out_classes(data, 2, folds=3, random_state=0, on_fold=lambda *each: told.append(each))
    assert told == [(1, 3), (2, 3), (3, 3)]
