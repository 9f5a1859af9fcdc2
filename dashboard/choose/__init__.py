"""Which model: the table of fits, what its cells say, and tests and errors of the one chosen."""
