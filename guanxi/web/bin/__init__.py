"""The recycle bin on screen: what was deleted, and the way back."""
