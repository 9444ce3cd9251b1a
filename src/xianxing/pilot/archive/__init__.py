"""Archiving finished cases: volumes with their catalogue and package, and the archive's receipt."""
