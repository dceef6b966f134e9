"""The page of the network: one customer's relations, and the firm's centres of influence."""
