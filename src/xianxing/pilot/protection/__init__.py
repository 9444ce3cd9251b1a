"""What each table promises, the triggers that hold it to that, and how events name its rows."""
