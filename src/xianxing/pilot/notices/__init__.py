"""Public notices, what the public says to them, and the register of projects (clause 5.1.3)."""
