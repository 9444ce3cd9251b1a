"""Supervision of OTC derivatives: who may trade what, margin, the wall of knock-ins, SA-CCR (guide 3.3.2)."""
