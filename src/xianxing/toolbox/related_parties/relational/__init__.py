"""The sums of a ledger as relations, for an engine that adds up."""
