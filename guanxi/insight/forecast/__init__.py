"""What is to come: series of sales carried on by plain methods, each chosen by its own errors."""
