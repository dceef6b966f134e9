"""How customers move: their classes then and now, how long they stay in a stage, and what next."""
