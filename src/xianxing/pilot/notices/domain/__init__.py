"""What can be done: a notice opens, the public comments, staff read and answer, a project is registered."""
