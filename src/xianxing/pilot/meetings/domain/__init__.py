"""What can be done: convene a meeting, note who is there, record recusals and resolutions, close it."""
