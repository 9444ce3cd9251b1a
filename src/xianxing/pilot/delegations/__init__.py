"""Deputies: written, dated delegations of an office's steps, accepted, revoked, and what acts under them."""
