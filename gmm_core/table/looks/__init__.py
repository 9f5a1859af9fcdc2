"""What is told of a table, look by look: of its columns, of its values, of what may not be so."""
