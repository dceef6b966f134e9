"""Everything a firm has, in one file: rows, files, and a manifest that proves them whole.

The same file is read back on SQLite and PostgreSQL. What can be computed again (search index,
warehouse) is left out.
"""
