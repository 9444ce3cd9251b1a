"""Pages about the programs of institutions: tokens for one project, webhooks."""
