"""Papers of cases: given out as PDF and Word, numbered, brought back under seal."""
