"""Search over Chinese text: what was filed for the desk, what was published for everybody."""
