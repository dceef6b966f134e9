"""Boards: how many records may stand in a stage, and the refusal of one more."""
