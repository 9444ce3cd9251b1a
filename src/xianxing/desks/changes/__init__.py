"""Pages of changes of a running project: told by the institution, decided by the working group."""
