"""Pages of incidents and of what the pilot's institutions owe about them (5.2.4, 6.2)."""
