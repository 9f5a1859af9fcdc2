"""What is in a file that must be unpacked first? Workbooks, Parquet, archives."""
