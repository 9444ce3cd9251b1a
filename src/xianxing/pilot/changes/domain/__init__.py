"""What is done with changes: told, approved, noted, objected to."""
