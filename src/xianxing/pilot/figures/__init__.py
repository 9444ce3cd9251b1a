"""The pilot in numbers: figures with their definitions and rows, computed from the record; keeps nothing."""
