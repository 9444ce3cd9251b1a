"""What can be done with parties, as verbs with keyword arguments."""
