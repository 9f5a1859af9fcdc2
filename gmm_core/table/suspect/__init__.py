"""What of a table may not be what it seems: codes, totals, answers, rows that are columns."""
