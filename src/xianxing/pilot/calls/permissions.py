"""Who may do what with a call."""

from __future__ import annotations

from xianxing.pilot.parties.permissions import is_group_head, is_secretariat

may_publish = is_secretariat
may_extend = is_group_head
