"""What a measure does to customers, told by a group that it was kept from."""
