"""Monitoring of a project on trial (5.2.1): what is promised, what is measured, what stands out."""
