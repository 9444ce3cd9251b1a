"""What can be done with filings, as verbs with keyword arguments."""
