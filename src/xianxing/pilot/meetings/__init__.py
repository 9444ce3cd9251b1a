"""Meetings of the working group: agenda, members, recusals, quorum, resolutions, minutes."""
