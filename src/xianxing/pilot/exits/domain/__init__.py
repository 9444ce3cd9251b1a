"""What is done in an exit beside the steps of the procedure."""
