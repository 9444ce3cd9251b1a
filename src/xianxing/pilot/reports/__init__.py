"""Reports on the trial (5.2.1): what institutions hand in, and what the secretariat says to it."""
