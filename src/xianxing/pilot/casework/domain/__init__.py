"""What can be done: judge the lines of a formality check, answer what was asked, give cases to handlers."""
