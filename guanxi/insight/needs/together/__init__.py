"""What customers buy together, and whom to offer what, over the customers that one may see."""
