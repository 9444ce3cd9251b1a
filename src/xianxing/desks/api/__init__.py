"""The programming interface: the same acts, verbs and permissions as the pages, for programs with a token."""
