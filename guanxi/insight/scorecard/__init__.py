"""How the firm does with its customers, and how it uses this system: figures as sentences."""
