"""Pages of lessons, of the case library, and of proposed rules."""
