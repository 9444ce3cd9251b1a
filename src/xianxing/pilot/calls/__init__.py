"""Calls: batches with windows, and the guide, procedure and calendar that each is pinned to."""
