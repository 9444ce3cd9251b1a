"""What lies sealed: under data keys that master keys outside the database wrap; no app of its own."""
