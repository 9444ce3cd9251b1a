"""Experts: the pool, conflicts before an invitation, what is signed, sealed opinions and their summary."""
