"""What each customer costs and is worth to the firm, seen from every side that theory knows."""
