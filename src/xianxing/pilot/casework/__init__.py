"""The working group's work on a case: the formality check's list, what units are asked to correct."""
