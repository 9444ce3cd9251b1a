"""A program of a person: a token of its own, codes of the person's second factor, requests as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from xianxing.pilot.parties.domain.second_factor import enrol, enrolled, new_secret, next_code
from xianxing.pilot.parties.domain.tokens import make_token
from xianxing.pilot.parties.enums import TokenScope
from xianxing.pilot.parties.models import User

ROOT = "/api/v1"


@dataclass
class Program:
    """Requests in a person's name."""

    user: User
    scopes: tuple[str, ...] = tuple(TokenScope.values)
    token: str = ""
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        """Make the token."""
        if not self.token:
            _row, self.token = make_token(
                user=self.user, name="测试程序", scopes=self.scopes, days=1, real_now=timezone.now()
            )

    @property
    def header(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str) -> Any:
        """A GET below the interface's root."""
        return self.client.get(f"{ROOT}{path}", headers=self.header)

    def post(self, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        """A POST of JSON; with an idempotency key where one is given."""
        headers = {**self.header, **({"Idempotency-Key": key} if key else {})}
        return self.client.post(
            f"{ROOT}{path}", json.dumps(body or {}), content_type="application/json", headers=headers
        )

    def send(self, path: str, name: str, content: bytes, **fields: str) -> Any:
        """A POST of a file."""
        sent = {"file": SimpleUploadedFile(name, content), **fields}
        return self.client.post(f"{ROOT}{path}", sent, headers=self.header)

    def seq(self, case: Any) -> int:
        """Where the case stands."""
        return int(self.get(f"/cases/{case}").json()["seq"])

    def act(self, case: Any, step: str, *, key: str = "", otp: str | None = None, **said: Any) -> Any:
        """Take a step from where the case stands, with a fresh code."""
        code = next_code(self.user) if otp is None else otp
        body = {"step": step, "seq": said.pop("seq", None) or self.seq(case), "otp": code, **said}
        return self.post(f"/cases/{case}/acts", body, key or uuid4().hex)

    def confirm(self, pending: str, **said: Any) -> Any:
        """Confirm what another person entered."""
        return self.post(f"/pending/{pending}/confirm", {"otp": next_code(self.user), **said}, uuid4().hex)

    def letter(self) -> str:
        """A letter brought as evidence; its id."""
        made = self.send("/files", "复函.pdf", "%PDF-1.4 复函（虚构）".encode())
        assert made.status_code == 201, made.content
        return str(made.json()["id"])


def code_of(user: User) -> str:
    """The next code of the second factor of a person, who sets it up if need be."""
    if not enrolled(user):
        enrol(user=user, secret=new_secret())
    return next_code(user)
