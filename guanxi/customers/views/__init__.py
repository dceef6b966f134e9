"""Pages that declarations do not give; mounted by the roof for the signed in."""
