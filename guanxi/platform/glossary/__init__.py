"""Words that a firm writes in its fields, and what they are in English."""
