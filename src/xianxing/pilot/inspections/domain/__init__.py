"""What people do in inspections and rectifications."""
