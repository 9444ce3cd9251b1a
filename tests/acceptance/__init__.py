"""Filings written from the clauses alone, to judge the checker on what its author has not seen."""
