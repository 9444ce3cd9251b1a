"""Files at rest: encrypted under data keys that a master key outside the database wraps."""
