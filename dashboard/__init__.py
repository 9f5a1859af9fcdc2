"""What the pages share: controls, cached loaders, and how things are worded and drawn."""
