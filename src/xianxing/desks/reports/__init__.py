"""Pages of reports on the trial: what is to be written, each report with its review, the list of all."""
