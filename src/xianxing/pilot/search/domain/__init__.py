"""Keeping the index: by the acts that file and publish, or all of it anew."""
