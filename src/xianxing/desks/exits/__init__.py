"""Pages of an exit: its room, assessments, measures with their proof, referrals."""
