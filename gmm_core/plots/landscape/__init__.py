"""Where else might EM have ended? Figures of many starts and of what lies between them."""

from gmm_core.plots.landscape.ends_strip import ends_strip

__all__ = ["ends_strip"]
