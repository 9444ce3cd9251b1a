"""The checker's findings of a draft, and those that a body was filed with."""
