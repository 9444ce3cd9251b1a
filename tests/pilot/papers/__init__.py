"""Papers of cases."""
