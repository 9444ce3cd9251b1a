"""What is done with lessons, entries of the library and proposed rules."""
