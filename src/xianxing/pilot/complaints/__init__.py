"""Complaints, reports, inquiries, suggestions and petitions about projects of the pilot (5.2.3)."""
