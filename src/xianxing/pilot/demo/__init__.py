"""The demonstration's clock and cast; production refuses to start with this app."""
