"""Incidents of projects on trial, whom they are reported to until when, and fault tolerance (5.2.4, 6.2)."""
