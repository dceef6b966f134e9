"""Whom a measure moves: the difference that treatment makes to each, learned from an experiment."""
