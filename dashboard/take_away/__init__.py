"""What leaves the app: report, script, model, tables, links."""
