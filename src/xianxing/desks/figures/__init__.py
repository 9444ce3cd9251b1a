"""Pages of the pilot in numbers: every figure with its definition, its rows and what it was counted from."""
