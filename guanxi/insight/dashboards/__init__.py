"""Dashboards: tiles from saved and standard cubes, one's own or those of a role."""
