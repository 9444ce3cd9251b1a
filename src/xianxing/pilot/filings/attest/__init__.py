"""Freezing, and what people attest about the frozen body."""
