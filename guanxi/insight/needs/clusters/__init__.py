"""Groups of customers who buy alike, found rather than decreed."""
