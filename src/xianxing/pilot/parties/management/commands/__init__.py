"""Commands of the parties app."""
