"""Facts told to other systems: signed, repeated until heard, never into private networks."""
