"""What is done in monitoring: a plan is signed and agreed, values are reported, alarms answered."""
