"""Frequent sets in SQL, rules between them, and whether chance alone would explain them."""
