"""Customers by when they came: who stays, what they bring, and how far they get."""
