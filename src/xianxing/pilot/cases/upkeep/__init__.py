"""Keeping a site: backup and restore, retention, and the doctor's findings."""
