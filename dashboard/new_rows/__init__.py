"""A second file, a saved model, and what they say together."""
