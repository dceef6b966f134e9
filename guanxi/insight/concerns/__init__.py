"""Points of attention: what customers ask about, found in their own words."""
