"""The page of the portfolio: what is left after serving, matrices, costing, attention."""
