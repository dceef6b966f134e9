"""What customers need next: goods bought together, the next best product, groups, attention."""
