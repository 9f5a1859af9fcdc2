"""Was it luck: where EM ends from many starts, and what else might have come of the same rows."""
