"""SQLite as many people use it at once."""
