"""What customers will still bring: chances, values and the model's check, over what one may see."""
