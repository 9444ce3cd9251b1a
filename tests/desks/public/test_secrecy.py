"""Who objected and what was said: byte for byte the same pages, feeds and headers, whoever wrote whatever."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import enter
from tests.factories.notices import Noticed, at_the_time_of, considered, ended, said
from xianxing.pilot.notices.domain import commenting
from xianxing.pilot.notices.models import PublicComment
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db

# What differs from one request to the next by itself: form tokens, and the server's real time in `Expires`.
# Drawn anew for each answer, whatever is known: the session, its end, the number of the request.
BY_CHANCE = ("Set-Cookie", "Expires", "X-Request-ID")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
SECRETS = (
    {"text": "数据来源存疑，请核实。", "name": "钟离默", "contact": "zl@public.example"},
    {"text": "<script>alert('资金池')</script>" * 100, "name": "上官清", "contact": "+86 10 0000 0000"},
)


class _Undone(Exception):
    """Takes a world back."""


@pytest.fixture
def worlds(under_notice: Noticed, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Worlds:
    """The same story twice, with the same random choices, but for the objector's words and name."""
    return Worlds(under_notice, settings, monkeypatch)


class Worlds:
    """Tells the story with one objector's words, looks, and takes it back."""

    def __init__(self, scene: Noticed, settings: Settings, patch: pytest.MonkeyPatch) -> None:
        self.scene, self.settings, self.patch = scene, settings, patch
        self.began = scene.company.at

    def seen(
        self, words: Mapping[str, str], look: Callable[[], dict[str, bytes]], *, over: bool
    ) -> dict[str, bytes]:
        """What `look` sees after this objection, open or after the notice has ended with an answer."""
        company, notice = self.scene.company, self.scene.notice
        letters: Iterator[str] = iter("ABCDEFGH23456789ABCDEFGHJK" * 4)
        company.at = self.began
        found: dict[str, bytes] = {}
        self.patch.setattr(
            commenting, "random_letters", lambda length: "".join(next(letters) for _n in range(length))
        )
        try:
            with transaction.atomic():
                given = said(company, notice, "objection", **words)
                if over:
                    considered(company, given.number, "已研究。")
                    ended(company, notice)
                at_the_time_of(company, self.settings)
                found = look()
                raise _Undone
        except _Undone:
            company.filing.case.refresh_from_db()
            notice.case.refresh_from_db()
        return found


def addresses(scene: Noticed) -> list[str]:
    case, number = scene.company.filing.pk, scene.notice.number
    return [
        "/", "/notices/", "/notices/feed.atom", f"/notices/{number}/", f"/notices/{number}/?format=json",
        f"/notices/{case}/", f"/notices/{number}/comment/", "/notices/answer/", "/register/",
        "/register/projects.json", "/register/projects.csv", f"/en/notices/{number}/", "/calls/",
        f"/cases/{case}/", f"/desk/cases/{case}/comments/", f"/filings/{case}/", f"/filings/{case}/record/",
    ]  # fmt: skip


def looked(scene: Noticed, user: User | None) -> Callable[[], dict[str, bytes]]:
    """Every address as one person sees it, with its headers."""

    def look() -> dict[str, bytes]:
        client = enter(user) if user else Client()
        found = {}
        for address in addresses(scene):
            answer = client.get(address)
            headers = {name: value for name, value in answer.items() if name not in BY_CHANCE}
            content = TOKEN.sub(b"", answer.content)
            found[address] = repr((answer.status_code, sorted(headers.items()))).encode() + content
        return found

    return look


@pytest.mark.parametrize("over", [False, True], ids=["while open", "after the end"])
def test_nobody_but_the_secretariat_can_tell_two_objectors_apart(worlds: Worlds, over: bool) -> None:
    cast, company = worlds.scene.company.cast, worlds.scene.company
    for user in (None, cast.zhou, company.he, company.shi, cast.mo, cast.li):
        look = looked(worlds.scene, user)
        first, second = (worlds.seen(words, look, over=over) for words in SECRETS)
        assert [address for address in first if first[address] != second[address]] == [], user
        for words in SECRETS:
            for secret in (words["name"], words["contact"], words["text"][:8]):
                assert not any(secret.encode() in page for page in (*first.values(), *second.values()))


def test_the_comparison_would_notice_what_the_secretariat_sees(worlds: Worlds) -> None:
    case = worlds.scene.company.filing.pk

    def look() -> dict[str, bytes]:
        number = PublicComment.objects.get().number
        page = enter(worlds.scene.company.cast.wen).get(f"/desk/cases/{case}/comments/{number}/")
        return {"opened": TOKEN.sub(b"", page.content)}

    first, second = (worlds.seen(words, look, over=False) for words in SECRETS)
    assert "钟离默".encode() in first["opened"]
    assert first != second


def test_a_comment_and_an_objection_leave_the_public_pages_as_if_nothing_had_come_in(worlds: Worlds) -> None:
    """While the notice is open not even the count is told, nor whether anything came in at all."""
    look = looked(worlds.scene, None)
    with_one = worlds.seen(SECRETS[0], look, over=False)
    worlds.scene.company.at = worlds.began
    said_at = worlds.scene.company.later()
    assert said_at > worlds.began
    at_the_time_of(worlds.scene.company, worlds.settings)
    assert look() == with_one
