"""Templates speak Chinese: each message has a text in a catalogue of the desks, which Django reads."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from tests.desks.messages import ROOT, all_messages, messages_of, templates

PAGES = (
    "/",
    "/guides/",
    "/guides/shenzhen-2023/",
    "/guides/compare/?a=shenzhen-2023&b=guangzhou-2023",
    "/procedure/shenzhen-2023/",
    "/workdays/",
    "/workdays/?from=2026-09-28&n=8",
    "/workdays/?month=2027-02",
    "/workdays/?from=x&n=y",
    "/check/",
    "/check/results/nothing-here/",
    "/components/",
    "/log/",
    "/log/receipt/",
    "/no-such-page/",
)
CODE = re.compile(r"<(code|script|style|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
SENTENCE = re.compile(r"(?:\b[A-Za-z][a-z']+\b[ ,;:]+){3,}[A-Za-z]+")


def catalogue() -> dict[str, str]:
    known: dict[str, str] = {}
    for path in ROOT.glob("**/locale/zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as stream:
            read = read_po(stream, abort_invalid=True)
        known |= {str(entry.id): str(entry.string) for entry in read if entry.id}
    return known


def test_every_template_message_has_chinese_text() -> None:
    known = catalogue()
    missing = sorted(message for message in all_messages() if not known.get(message))
    assert not missing


def test_messages_and_their_texts_name_the_same_things() -> None:
    named = re.compile(r"%\(\w+\)s|{\w+}")
    for message, text in catalogue().items():
        assert set(named.findall(message)) == set(named.findall(text)), message


def test_the_extraction_sees_both_kinds_of_tags() -> None:
    found = set().union(*(messages_of(path) for path in templates() if path.name == "check.html"))
    assert "Check a filing" in found
    assert any("%(minutes)s" in message for message in found)


@pytest.mark.parametrize("address", PAGES)
def test_no_english_sentence_on_a_chinese_page(client: Client, address: str) -> None:
    response = client.get(address)
    text = CODE.sub(" ", response.content.decode())
    assert not SENTENCE.findall(text)
    assert 'lang="zh-Hans-CN"' in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_the_same_page_in_english(client: Client, address: str) -> None:
    page = client.get("/en" + address).content.decode()
    assert '<html lang="en">' in page
    back = "/" if address == "/no-such-page/" else address.replace("&", "&amp;")
    assert f'<a class="language" href="{back}" lang="zh-Hans"' in page
