"""The routes of the programming interface: all but its description and the public's ask for a token."""

from __future__ import annotations

PUBLIC = (
    "api-root", "openapi-json", "comment", "hand_in_complaint", "follow_complaint", "register_open",
    "register_entry",
)  # fmt: skip
TOKEN = (
    "me", "token", "case", "steps", "sheet", "events", "package", "packages", "csrc_package", "dossier",
    "act", "confirm", "send_back", "bring", "bring_to_case", "undertaking", "sign", "opinion", "take_in",
    "accept", "indicator_catalogue", "plans", "sign_indicators", "decide_indicators", "commitments",
    "sign_list", "indicators", "values", "complaints", "complaint", "reports",
    "report", "draft", "hand_in",
    "remark", "changes", "tell", "decide", "drop", "inspections", "answer", "put_right", "check", "rules",
    "incidents", "incident", "open_incident", "follow", "restore", "regrade", "receive", "close",
    "complaints_about", "complaint_about", "enter", "answer_to", "settle", "mediate", "exit_of",
    "assessment", "assess", "prove", "check_of_proof", "figures",
)  # fmt: skip
EXPECTED = {
    **{f"api:{name}": "public" for name in PUBLIC},
    **{f"api:{name}": "token" for name in TOKEN},
}
