"""Identities are linked to accounts by their owners, and unlinked."""
