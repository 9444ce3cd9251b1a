"""Pages on personal information: what is kept and why, requests, and their answers."""
