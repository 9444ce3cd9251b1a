"""CSRC's room: cases that wait for the bureau and the panel, the packages that went out, correspondence."""
