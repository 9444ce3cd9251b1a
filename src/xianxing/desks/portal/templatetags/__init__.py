"""Filters of the applicants' pages."""
