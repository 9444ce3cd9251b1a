"""The shipped example: one fictional manager, twelve products, one year, planted cases and a key to them."""
