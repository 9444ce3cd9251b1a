"""What is done with requests about personal information: received, read, answered."""
