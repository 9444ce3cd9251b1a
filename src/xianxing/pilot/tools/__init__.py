"""Runs of the toolbox as records: what was asked, what came out, what people said of findings (3.3)."""
