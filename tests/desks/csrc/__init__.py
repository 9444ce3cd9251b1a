"""CSRC's room."""
