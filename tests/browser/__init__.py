"""The real app in a real browser: what only a whole page shows."""
