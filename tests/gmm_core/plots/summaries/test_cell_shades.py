import numpy as np
import pytest

from gmm_core.plots.marks.colours import contrast
from gmm_core.plots.summaries.cell_shades import readable, shade


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_counts_read_on_every_shade(theme):
    shades = shade(np.linspace(0, 1, 101), theme)
    assert min(contrast(readable(cell, theme), cell) for cell in shades) >= 4.5
