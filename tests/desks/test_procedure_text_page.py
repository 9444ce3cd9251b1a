"""The text of a procedure beside its clauses: every sentence once, also as JSON and as a Word file."""

from __future__ import annotations

import io
from html import unescape

import docx
import pytest
from django.test import Client

from xianxing.desks.public.steps import loaded
from xianxing.procedure.reading import read_procedure

PAGE = "/procedure/shenzhen-2023/text/"


@pytest.mark.parametrize(("prefix", "language"), [("", "zh-hans"), ("/en", "en")])
def test_every_sentence_stands_on_the_page_once(client: Client, prefix: str, language: str) -> None:
    page = unescape(client.get(prefix + PAGE).content.decode())
    for sentence in read_procedure(loaded("shenzhen-2023")).sentences():
        assert page.count(f'<li id="{sentence.id}">{sentence.name(language)}</li>') == 1


def test_a_clause_stands_beside_its_sentences_and_leads_to_the_guide(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    start = page.index('id="guide-5.1.3"')
    card = page[start : page.index("</article>", start)]
    assert 'href="/guides/shenzhen-2023/#clause-5.1.3"' in card
    assert (
        "允许启动试点" in card and 'id="step.allow_start"' in card and 'id="step.decline_start"' not in card
    )
    start = page.index('id="practice-5.1.3"')
    assert 'id="step.decline_start"' in page[start : page.index("</article>", start)]


def test_guide_and_procedure_lead_to_the_text_and_it_leads_on(client: Client) -> None:
    for address in ("/guides/shenzhen-2023/", "/procedure/shenzhen-2023/"):
        assert f'href="{PAGE}"' in client.get(address).content.decode()
    assert client.get("/procedure/nowhere/text/").status_code == 404
    assert client.get("/procedure/nowhere/text.docx").status_code == 404


def test_the_text_of_a_guide_known_in_part_says_so(client: Client) -> None:
    page = client.get("/procedure/guangzhou-2023/text/").content.decode()
    assert 'class="notice notice--watch"' in page


def test_machines_read_it_as_json(client: Client) -> None:
    answer = client.get(PAGE + "?format=json").json()
    text = read_procedure(loaded("shenzhen-2023"))
    assert (answer["version"], answer["digest"]) == (text.version, text.digest)
    assert {one["id"] for one in answer["sentences"]} == {one.id for one in text.sentences()}


@pytest.mark.parametrize(
    ("prefix", "heading"), [("", "一、指南写明的程序"), ("/en", "1. What the guide says")]
)
def test_the_word_file_holds_the_text_in_the_readers_language(
    client: Client, prefix: str, heading: str
) -> None:
    answer = client.get(f"{prefix}/procedure/shenzhen-2023/text.docx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    document = docx.Document(io.BytesIO(answer.content))
    told = [one.text for one in document.paragraphs]
    language = "en" if prefix else "zh-hans"
    assert heading in told
    sentences = [one.name(language) for one in read_procedure(loaded("shenzhen-2023")).sentences()]
    assert [one for one in told if one in set(sentences)] == sentences
