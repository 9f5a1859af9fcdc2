"""The version of this package, from here for all that says it."""

VERSION = "0.2.0"
