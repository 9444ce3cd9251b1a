"""Inspections of projects on trial: plan, work paper, findings, rectifications that are re-checked."""
