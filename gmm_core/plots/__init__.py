"""How is it drawn? Plotly figures as pure functions of data and a mixture.

`plots.pictures` show rows, `plots.summaries` clusters, `plots.teaching` EM at work; `plots.marks`
are what they are made of. Here stands what all share: the look of components and themes.
"""

from gmm_core.extras import require

require("plotly", "Drawing a figure")

from gmm_core.plots.look import Colour, Look, Show, Size  # noqa: E402
from gmm_core.plots.marks.by_column import Coloured, coloured, scale_hues  # noqa: E402
from gmm_core.plots.marks.colours import Theme, glyphs  # noqa: E402
from gmm_core.plots.marks.names import component_labels  # noqa: E402
from gmm_core.plots.marks.style import appearance, parts  # noqa: E402

__all__ = [
    "Colour",
    "Coloured",
    "Look",
    "Show",
    "Size",
    "Theme",
    "appearance",
    "coloured",
    "component_labels",
    "glyphs",
    "parts",
    "scale_hues",
]
