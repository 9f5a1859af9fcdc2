"""Where the table comes from: built in, a file, pasted, drawn."""
