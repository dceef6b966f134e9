"""What a customer was like on a past day: its classes, tier and owner, and when each changed."""
