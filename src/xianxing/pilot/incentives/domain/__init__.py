"""What is done with local support and with the talent pool."""
