"""What was typed and not sent is kept for its writer alone, and forgotten once it was sent."""

from __future__ import annotations

import json
from datetime import timedelta

from django.test import Client

from tests.desks.portal.conftest import Draft, call, draft
from xianxing.pilot.clock import now
from xianxing.pilot.parties.domain.unsent import ON_ITS_WAY, Turn, forget_unsent
from xianxing.pilot.parties.models import UnsentText, User

__all__ = ["call", "draft"]
NOTES = "location=content.overview&text"


def keep(client: Client, form: str, name: str, text: str, turn: str = "") -> int:
    sent = json.dumps({"form": form, "name": name, "text": text, "turn": turn})
    return client.post("/accounts/unsent/", sent, content_type="application/json").status_code


def texts(client: Client, form: str) -> dict[str, str]:
    found: dict[str, str] = client.get("/accounts/unsent/", {"form": form}).json()["texts"][form]
    return found


def test_a_text_is_found_again_by_its_writer_in_both_languages_and_by_nobody_else(draft: Draft) -> None:
    zhou, form = draft.enter("zhou"), draft.url("comments/")
    assert keep(zhou, form, NOTES, "写到一半的批注") == 200
    assert keep(zhou, form, NOTES, "写到一半的批注，再写") == 200
    assert texts(zhou, f"/en{form}") == {NOTES: "写到一半的批注，再写"}
    assert texts(draft.enter("zhou"), form) == {NOTES: "写到一半的批注，再写"}, "in another session too"
    assert texts(draft.enter("luo"), form) == {}
    assert keep(zhou, form, NOTES, " ") == 200
    assert not UnsentText.objects.exists()


def test_what_was_sent_is_forgotten_and_what_was_refused_is_not(draft: Draft) -> None:
    zhou, form = draft.enter("zhou"), draft.url("comments/")
    keep(zhou, form, NOTES, "请核对")
    sent = {"location": "content.overview", "unsent": f"{form}#{NOTES}"}
    assert zhou.post(form, {**sent, "text": ""}).status_code == 400
    assert texts(zhou, form) == {NOTES: "请核对"}
    assert zhou.post(form, {**sent, "text": "请核对"}).status_code == 302
    assert texts(zhou, form) == {}


def test_a_text_that_arrives_after_its_form_was_sent_does_not_come_back(draft: Draft) -> None:
    zhou, form = draft.enter("zhou"), draft.url("comments/")
    sent = {
        "location": "content.overview",
        "text": "请核对",
        "unsent": f"{form}#{NOTES}",
        "unsent_turn": "a1:7",
    }
    assert zhou.post(form, sent).status_code == 302
    assert keep(zhou, form, NOTES, "请核", "a1:6") == 200
    assert texts(zhou, form) == {}
    assert keep(zhou, form, NOTES, "再写一条", "a1:8") == 200, "the page goes on after its form was sent"
    assert texts(zhou, form) == {NOTES: "再写一条"}
    assert keep(zhou, form, NOTES, "", "a1:10") == 200
    assert keep(zhou, form, NOTES, "再写一条", "a1:9") == 200
    assert texts(zhou, form) == {}, "emptied, and then the older text arrives"


def test_of_two_texts_of_one_page_the_later_typed_is_kept_however_they_arrive(draft: Draft) -> None:
    zhou, form = draft.enter("zhou"), draft.url("comments/")
    assert keep(zhou, form, NOTES, "写到一半，再写", "a1:10") == 200
    assert keep(zhou, form, NOTES, "写到一半", "a1:9") == 200
    assert texts(zhou, form) == {NOTES: "写到一半，再写"}
    assert keep(zhou, form, NOTES, "另一页上写的", "b2:1") == 200, "turns count within their own page"
    assert texts(zhou, form) == {NOTES: "另一页上写的"}
    assert keep(zhou, form, NOTES, "没有次序的", "a1:x") == 200
    assert texts(zhou, form) == {NOTES: "没有次序的"}


def test_what_says_that_a_text_was_sent_goes_once_nothing_of_it_can_be_on_its_way(draft: Draft) -> None:
    user, at = User.objects.get(pk=draft.enter("zhou").session["_auth_user_id"]), now()
    forget_unsent(user=user, places=("/a/#text", "/a/#text"), at=at, turn=Turn("a1", 3))
    forget_unsent(user=user, places=("/b/#text",), at=at + ON_ITS_WAY, turn=Turn("a1", 4))
    assert UnsentText.objects.count() == 2
    forget_unsent(user=user, places=(), at=at + ON_ITS_WAY + timedelta(seconds=1), turn=Turn("a1", 5))
    assert list(UnsentText.objects.values_list("place", flat=True)) == ["/b/#text"]


def test_nonsense_is_refused_or_left_with_the_page(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    for body in ("{", "[]", "", "[" * 90_000):
        answer = zhou.post("/accounts/unsent/", body, content_type="application/json")
        assert answer.status_code == 400
    assert keep(zhou, "/x/", "text", "a\0b") == 400
    assert keep(zhou, "/x/", "text", "x" * 20_001) == 200
    assert keep(zhou, "/x/" * 200, "text", "x") == 200
    assert not UnsentText.objects.exists()
    assert Client().get("/accounts/unsent/").status_code == 302


def test_a_form_after_the_end_of_its_session_comes_back_to_be_sent_again(draft: Draft) -> None:
    form = draft.url("comments/")
    sent = {"location": "content.overview", "text": "登录失效后才提交的一段话", "password": "秘密"}
    ours = Client().post(form, sent, headers={"Origin": "http://testserver"})
    assert ours.status_code == 403
    page = ours.content.decode()
    assert "登录失效后才提交的一段话" in page and 'name="location"' in page
    assert "秘密" not in page
    for headers in ({}, {"Origin": "https://elsewhere.example"}):
        assert Client().post(form, sent, headers=headers).status_code == 302, "no form of ours"


def test_a_stale_form_comes_back_only_to_a_page_of_this_site(draft: Draft) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = draft.enter("zhou").cookies
    sent = {"location": "content.overview", "text": "页面过期后提交的一段话"}
    answer = client.post(draft.url("comments/"), sent, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403 and "页面过期后提交的一段话" in answer.content.decode()
    other = client.post(draft.url("comments/"), sent, headers={"Origin": "https://elsewhere.example"})
    assert other.status_code == 403 and "页面过期后提交的一段话" not in other.content.decode()
