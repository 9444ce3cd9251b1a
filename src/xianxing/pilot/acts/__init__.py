"""Acts of people in a case: what may be done now, by whom, and how it is done, from the procedure alone."""
