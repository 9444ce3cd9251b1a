"""The working group's desk: what is due, filed filings, calls, and questions. Nothing of a draft."""
