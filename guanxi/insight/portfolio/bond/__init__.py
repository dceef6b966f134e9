"""How deep the bond with a customer is, beside the one that is entered."""
