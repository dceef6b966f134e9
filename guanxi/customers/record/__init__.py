"""What the 360° page of a customer and of a person shows beside what their nouns declare."""
