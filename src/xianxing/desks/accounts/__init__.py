"""Accounts: log-in, second factor, invitations, institutions, officers, the demonstration's entrance."""
