"""The routes of the programming interface: each asks for a token, but its description."""

from __future__ import annotations

EXPECTED = {
    "api:api-root": "public",
    "api:openapi-json": "public",
    **{
        f"api:{name}": "token"
        for name in (
            "me", "case", "steps", "sheet", "events", "package", "dossier", "act", "confirm", "send_back",
            "bring", "take_in", "accept",
        )
    },
}  # fmt: skip
