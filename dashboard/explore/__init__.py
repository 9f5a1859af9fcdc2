"""The linked views of a fit, the rows that are marked in them, and lists of rows."""
