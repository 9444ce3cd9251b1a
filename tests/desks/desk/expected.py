"""Whom each route of the desk is for, and example objects of its addresses, for the tests of all routes."""

from __future__ import annotations

from uuid import UUID

EXPECTED = {
    "desk:home": "staff",
    "desk:filing": "staff",
    "desk:formality": "staff",
    "desk:risks": "staff",
    "desk:relations": "staff",
    "desk:predecessor": "staff",
    "desk:search": "staff",
    "desk:matters": "staff",
    "desk:comparison": "staff",
    "desk:comparison-of": "staff",
    "desk:comparison-summary": "staff",
    "desk:shared": "staff",
    "desk:shared-thing": "staff",
    "desk:correspondence": "staff",
    "desk:strike": "staff",
    "desk:hand-over": "staff",
    "desk:handed-over": "staff",
    "desk:brief": "staff",
    "desk:handlers": "staff",
    "desk:meetings": "staff",
    "desk:meeting": "staff",
    "desk:minutes": "staff",
    "desk:resolutions": "staff",
    "desk:resolution-enter": "staff",
    "desk:resolution": "staff",
    "desk:filing-file": "staff",
    "desk:filing-preview": "staff",
    "desk:filing-picture": "staff",
    "desk:filing-receipt": "staff",
    "desk:filing-dossier": "staff",
    "desk:comments": "secretariat",
    "desk:errata": "secretariat",
    "desk:comment": "secretariat",
    "desk:comment-file": "secretariat",
    "desk:calls": "staff",
    "desk:call": "staff",
    "desk:call-extend": "group_head",
    "desk:call-publish": "secretariat",
    "desk:guide-retire": "secretariat",
    "desk:sign-offs": "sign_offs",
    "desk:sign-off": "legal_reviewer",
    "desk:questions": "secretariat",
    "desk:question": "secretariat",
}
EXAMPLES: dict[str, object] = {
    "filing": UUID(int=1),
    "number": 0,
    "call": 1,
    "batch": "shenzhen-2023-2",
    "digest": "0" * 64,
    "question": UUID(int=1),
    "comment": "Y22222222",
    "place": 1,
    "resolution": UUID(int=1),
    "meeting": UUID(int=1),
    "ending": "pdf",
    "state": "formality_check",
    "key": "0" * 64,
    "entry": UUID(int=1),
    "hand_over": UUID(int=1),
}
# With these objects there is nothing to see; tests/desks/desk tries them with real ones.
ABSENT = frozenset(
    {"desk:meeting", "desk:minutes", "desk:resolution", "desk:resolution-enter", "desk:risks"}
    | {"desk:brief", "desk:strike", "desk:handed-over"}
    | {"desk:filing", "desk:formality", "desk:filing-file", "desk:filing-preview", "desk:filing-picture"}
    | {"desk:filing-receipt", "desk:filing-dossier", "desk:call", "desk:call-extend", "desk:question"}
    | {
        "desk:relations",
        "desk:predecessor",
        "desk:shared-thing",
        "desk:comparison-of",
        "desk:comparison-summary",
    }
    | {"desk:comments", "desk:comment", "desk:comment-file", "desk:errata"}
)
