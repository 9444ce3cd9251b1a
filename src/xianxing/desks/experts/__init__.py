"""Pages of the experts, and of the staff who engage them and read what they wrote."""
