"""The public sheet: a document of its own, consented to by every unit."""
