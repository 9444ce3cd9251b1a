"""Filters of the pages about experts."""
