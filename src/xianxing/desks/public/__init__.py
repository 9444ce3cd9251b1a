"""Pages for everyone: the guide, the procedure, the calendar, the checker."""
