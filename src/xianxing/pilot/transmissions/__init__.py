"""What goes to CSRC with a case, and which of it a return answers."""
