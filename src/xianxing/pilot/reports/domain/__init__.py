"""What is done with reports: they are written, handed in, received, asked about, answered."""
