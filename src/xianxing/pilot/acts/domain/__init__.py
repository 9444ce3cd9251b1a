"""What can be done: bring evidence, take a step, confirm or return what a first person entered."""
