"""REST, derived from nouns and verbs: /api/v1/ has no rules of its own."""
