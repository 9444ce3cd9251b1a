"""What is done with tokens for a project: they are made, revoked, recognised."""
