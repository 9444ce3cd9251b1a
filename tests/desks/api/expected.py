"""The routes of the programming interface: all but its description and the public's ask for a token."""

from __future__ import annotations

EXPECTED = {
    "api:api-root": "public",
    "api:openapi-json": "public",
    "api:comment": "public",
    "api:hand_in_complaint": "public",
    "api:follow_complaint": "public",
    **{
        f"api:{name}": "token"
        for name in (
            "me", "token", "case", "steps", "sheet", "events", "package", "packages", "csrc_package",
            "dossier", "act", "confirm", "send_back", "bring", "undertaking", "sign", "opinion", "take_in",
            "accept", "indicators", "values", "complaints", "complaint",
        )
    },
}  # fmt: skip
