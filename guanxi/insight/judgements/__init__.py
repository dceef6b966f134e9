"""What colleagues judge of a customer where no data tell it."""
