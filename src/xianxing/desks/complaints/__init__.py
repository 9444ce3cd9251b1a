"""Pages of complaints: for the public, for the working group, for the institutions that answer."""
