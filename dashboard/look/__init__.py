"""What every page looks like: theme, navigation, messages, figures, tables."""
