"""What a browser without scripts would send of a page's form, read from the page itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

Attributes = dict[str, str | None]


@dataclass
class Control:
    """One input of a form: what kind it is, what it holds, what it could hold."""

    name: str
    kind: str
    value: str
    checked: bool = True
    options: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.controls: list[Control] = []
        self.open: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.inside = found.get("id") == self.form
        if tag == "option" and self.open is not None and self.open.kind == "select":
            self.open.options.append(found.get("value") or "")
            if "selected" in found:
                self.open.value = found.get("value") or ""
        ours = found.get("form") == self.form or self.inside
        if not ours or "disabled" in found or not found.get("name"):
            return
        name, value = found["name"] or "", found.get("value") or ""
        if tag == "input":
            kind = found.get("type") or "text"
            checked = kind not in ("checkbox", "radio") or "checked" in found
            self.controls.append(Control(name, kind, value, checked))
        elif tag in ("textarea", "select"):
            self.open = Control(name, tag, "")
            self.controls.append(self.open)

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.open.kind == "textarea":
            self.open.value += data

    def handle_endtag(self, tag: str) -> None:
        if self.open is not None and tag == self.open.kind:
            if tag == "textarea":
                self.open.value = self.open.value.removeprefix("\n")
            self.open = None
        if tag == "form":
            self.inside = False


def controls(client: Client, address: str, form: str = "cells") -> list[Control]:
    """Every input of a form on a page, in the page's order."""
    return controls_in(client.get(address).content.decode(), form)


def controls_in(page: str, form: str = "cells") -> list[Control]:
    """The same of a page that was answered already."""
    reader = _Reader(form)
    reader.feed(page)
    return reader.controls


def sent_of(found: list[Control]) -> dict[str, list[str]]:
    """What would be sent as the controls stand."""
    sent: dict[str, list[str]] = {}
    for one in found:
        if one.checked:
            sent.setdefault(one.name, []).append(one.value)
    return sent
