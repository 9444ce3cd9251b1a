"""Who reads what the public said and puts right what was published: the secretariat alone.

What everybody may read is in `queries`.
"""

from __future__ import annotations

from xianxing.pilot.parties.permissions import Predicate, is_secretariat

may_read_comments: Predicate = is_secretariat
may_put_right: Predicate = is_secretariat
