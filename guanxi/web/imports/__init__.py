"""The import wizard: a file, its columns, a trial, the result, the rows to correct, and undo."""
