"""Published results, computed again by this installation: each passes, fails, or lacks its data."""
