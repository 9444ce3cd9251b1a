"""What programs of institutions may do: tokens for one project, each with scopes and an end."""
