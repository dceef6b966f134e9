"""One file of order lines becomes customers, products, orders and their lines."""
