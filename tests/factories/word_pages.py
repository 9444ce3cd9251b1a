"""A draft's Word file fetched, typed into and sent back, on the pages."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.desks.portal.conftest import Draft
from xianxing.pilot.filings.models import Cell

OVERVIEW = "content.overview"


def value(draft: Draft, path: str, unit: str = "") -> object:
    """What a cell holds."""
    found = Cell.objects.get(filing=draft.filing, path=path, row=None, unit__key=unit or None)
    return found.value


def fetched(client: Client, draft: Draft, unit: str = "", kind: str = "filled") -> bytes:
    """The draft's Word file as the page gives it."""
    answer = client.get(draft.url(f"word/{kind}/?unit={unit}"))
    assert answer.status_code == 200
    return bytes(answer.content)


def sent(client: Client, draft: Draft, data: bytes, unit: str = "") -> Any:
    """Upload a Word file; gives the answer."""
    file = SimpleUploadedFile("申报表（填）.docx", data)
    return client.post(draft.url("word/upload/"), {"unit": unit, "file": file})
