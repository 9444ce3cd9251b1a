"""Keeping what filings have in common, by the act that files or all of it anew."""
