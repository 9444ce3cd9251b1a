"""Incentives of clause 6.1: local support by dated policies, and the pool of people who contributed much."""
