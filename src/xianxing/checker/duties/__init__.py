"""Duties of the guide as data, and the ways in which prose takes them back."""
