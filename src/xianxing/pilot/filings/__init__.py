"""Filings: what units write together, the files they hand in, and what they attest."""
