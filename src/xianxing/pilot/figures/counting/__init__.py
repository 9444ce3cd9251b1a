"""How each group of figures is counted from the record; one module a group."""
