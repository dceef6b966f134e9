"""Which contacts led to orders: the revenue of each order shared among the touches before it."""
