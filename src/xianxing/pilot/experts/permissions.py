"""Who keeps the pool, sees reasons of conflict, overrules one, and reads what experts wrote."""

from __future__ import annotations

from xianxing.pilot.parties.permissions import is_expert, is_group_head, is_secretariat, is_working_group

# The secretariat keeps the pool and invites; reasons of conflict are for the working group only.
may_keep_pool = is_secretariat
may_see_conflicts = is_working_group
# Only the head lets somebody be invited despite a conflict.
may_overrule = is_group_head
# Opinions, once revealed, are read by the working group; before, by nobody but their author.
may_read_opinions = is_working_group
may_be_engaged = is_expert
# Who lets an expert enter without an account makes the link and tells the code.
may_invite_guests = is_secretariat
