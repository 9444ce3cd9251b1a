"""The sums of an inspection as relations, for folders that are too large for rows in memory."""
