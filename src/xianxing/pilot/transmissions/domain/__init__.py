"""What is done with packages: they are made, and returns name the one that they answer."""
