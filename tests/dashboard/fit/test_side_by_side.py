"""Two fits side by side: components are matched, whichever of them has more."""

import numpy as np
import pandas as pd
import pytest

from dashboard.fit.side_by_side import pair
from gmm_core.mixture import Mixture
from gmm_core.table import complete_rows

ROWS = complete_rows(pd.DataFrame({"x": [0.0, 0.2, 5.0, 5.2, 9.0, 9.1, 9.2]}), ["x"])
TWO = Mixture([0.6, 0.4], [[9.0], [2.5]], [[[1.0]], [[9.0]]])
THREE = Mixture([0.3, 0.3, 0.4], [[0.0], [5.0], [9.0]], [[[0.5]]] * 3)


@pytest.mark.parametrize("first_is_smaller", [True, False])
def test_components_that_match_bear_one_number(first_is_smaller: bool) -> None:
    found = pair(ROWS, *((TWO, THREE) if first_is_smaller else (THREE, TWO)))
    small, large = found.mixtures if first_is_smaller else found.mixtures[::-1]
    assert small is TWO
    assert large.means[0] == 9.0
    assert {len(each.means) for each in found.mixtures} == {2, 3}
    assert len(found.apart) == 2  # the rows of the component that the smaller fit has not
    for mixture, resp in zip(found.mixtures, found.resp, strict=True):
        assert resp.shape == (7, mixture.n_components)
        assert np.abs(resp.sum(axis=1) - 1.0).max() < 1e-12
