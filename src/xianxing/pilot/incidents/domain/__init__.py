"""What people do about incidents."""
