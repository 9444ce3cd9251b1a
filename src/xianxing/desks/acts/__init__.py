"""Pages on which people act in a case: any step of its procedure, made from the procedure alone."""
