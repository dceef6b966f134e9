"""The five gaps of service quality: four that the firm finds in itself, one that is felt."""
