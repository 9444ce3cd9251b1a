"""What people do with experts, as verbs."""
