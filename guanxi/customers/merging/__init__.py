"""Two records of one customer or person made one, and taken apart again without loss."""
