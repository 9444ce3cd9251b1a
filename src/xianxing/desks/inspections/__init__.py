"""Pages of inspections and rectifications: plan, work paper, findings, reports, and the list of all."""
