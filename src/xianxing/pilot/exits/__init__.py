"""The exit of a project: its five steps, assessments, measures with their proof, what became of referrals."""
