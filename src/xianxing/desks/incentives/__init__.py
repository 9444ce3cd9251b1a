"""Pages of local support and of the talent pool."""
