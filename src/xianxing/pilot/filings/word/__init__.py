"""Forms as Word files: printed, and taken back filled."""
