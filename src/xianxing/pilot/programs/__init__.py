"""What programs of institutions may do, and what they are told: tokens for one project, webhooks."""
