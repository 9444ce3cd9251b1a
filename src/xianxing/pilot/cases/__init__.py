"""Cases: their state, their events and record, duties, and the log that all share."""
