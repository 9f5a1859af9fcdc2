"""How is text a table? Its encoding, separator, header, lines and numbers."""
