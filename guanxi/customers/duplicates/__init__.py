"""Finding records that may be the same customer or person, with the evidence."""
