"""Parties: users, institutions, memberships, invitations, and the three officers."""
