"""What a person chooses beside every page."""
