"""A person's right to their data: all of it in one file, or all of it gone (PIPL, GDPR)."""
