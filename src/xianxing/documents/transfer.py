"""A `Document` as JSON and back: what crosses between the reader's process and its parent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from xianxing.documents.model import (
    Block,
    BlockKind,
    Document,
    DocumentNote,
    FileKind,
    FileProblem,
    HiddenText,
    Marking,
    PictureInside,
    PlacedText,
    PlaceKind,
    SignatureBlock,
)


def to_json(document: Document) -> dict[str, Any]:
    """Plain JSON values of every field; dates in ISO form."""
    fields = asdict(document)
    for signature in fields["signatures"]:
        day = signature["signed_on"]
        signature["signed_on"] = day.isoformat() if day else None
    return fields


def from_json(fields: Mapping[str, Any]) -> Document:
    """The document again. Raises KeyError, TypeError or ValueError for what `to_json` didn't make."""
    return Document(
        name=str(fields["name"]),
        kind=FileKind(fields["kind"]),
        size=int(fields["size"]),
        sha256=str(fields["sha256"]),
        blocks=tuple(
            Block(**{**item, "kind": BlockKind(item["kind"]), "cells": tuple(item["cells"])})
            for item in fields["blocks"]
        ),
        notes=tuple(DocumentNote(**item) for item in fields["notes"]),
        signatures=tuple(
            SignatureBlock(
                **{**item, "signed_on": date.fromisoformat(item["signed_on"]) if item["signed_on"] else None}
            )
            for item in fields["signatures"]
        ),
        markings=tuple(Marking(**item) for item in fields["markings"]),
        hidden=tuple(HiddenText(**item) for item in fields["hidden"]),
        problems=tuple(FileProblem(**item) for item in fields["problems"]),
        metadata=dict(fields["metadata"]),
        pages=fields["pages"],
        text_source=str(fields["text_source"]),
        ocr_confidence=fields["ocr_confidence"],
        beside=tuple(PlacedText(**{**item, "kind": PlaceKind(item["kind"])}) for item in fields["beside"]),
        pictures=tuple(PictureInside(**item) for item in fields["pictures"]),
    )
