"""Packages for CSRC, and the returns that answer them."""
