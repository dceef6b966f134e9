"""What administrators keep, by the API: roles, teams, people, keys, sharing rules, webhooks."""
