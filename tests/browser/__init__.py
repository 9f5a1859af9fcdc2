"""The dashboard in a browser; as a package, its server and browser end with its tests."""
