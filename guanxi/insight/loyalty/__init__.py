"""Loyalty: what customers do and what they say of us, and the classes that follow from both."""
