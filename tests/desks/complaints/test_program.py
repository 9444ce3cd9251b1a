"""Complaints by the programming interface: handed in and followed without a token, read with one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desks.api.program import Program
from tests.factories.complaints import SOMEBODY, WORDS, complained, forwarded
from tests.factories.notices import Noticed, at_the_time_of
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.parties.domain import second_factor

pytestmark = pytest.mark.django_db


def sent(client: Client, place: str, **body: Any) -> Any:
    return client.post(f"/api/v1{place}", json.dumps(body), content_type="application/json")


def test_it_is_handed_in_and_followed_without_a_token(shown_trial: Noticed, client: Client) -> None:
    number = RegisterEntry.objects.get().number
    named = {"name": SOMEBODY.name, "contact": SOMEBODY.contact}
    given = sent(client, "/complaints", kind="complaint", text=WORDS, project=number, **named)
    assert given.status_code == 201 and set(given.json()) == {"number", "secret"}
    status = sent(client, "/complaints/status", **given.json()).json()
    assert (status["state"], [act["kind"] for act in status["acts"]]) == ("received", ["receive"])
    assert sent(client, "/complaints/status", number="T1", secret="x").status_code == 422
    for wrong in (
        {"kind": "praise", "text": "x"},
        {"kind": "report", "text": "x", "project": "P1"},
        {"text": 1},
    ):
        assert sent(client, "/complaints", **wrong).status_code == 422
    assert Complaint.objects.count() == 1


def test_staff_list_and_read_and_an_institution_only_what_was_forwarded(
    shown_trial: Noticed, settings: Settings
) -> None:
    company, cast = shown_trial.company, shown_trial.company.cast
    first = complained(shown_trial, kind="report")
    said: dict[str, Any] = {"earlier_number": first.number, "earlier_secret": first.secret}
    row = forwarded(shown_trial, **said)
    at_the_time_of(company, settings)
    for user in (cast.wen, cast.chen, cast.ning):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    staff, institution, other = Program(cast.wen), Program(cast.chen), Program(cast.ning)
    listed = staff.get("/complaint-ledger?when=open&page=1").json()
    assert {one["number"]: one["repeats"] for one in listed["complaints"]} == {
        row.number: first.number, first.number: "",
    }  # fmt: skip
    assert staff.get("/complaint-ledger?page=99999999999999999999").json()["complaints"] == []
    assert staff.get(f"/complaint-ledger/{row.number}").json()["text"] == WORDS
    theirs = institution.get(f"/complaint-ledger/{row.number}").json()
    assert theirs["text"] is None and WORDS not in json.dumps(theirs, ensure_ascii=False)
    assert theirs["repeats"] == "" and first.number not in institution.get("/complaint-ledger").text
    assert other.get("/complaint-ledger").json() == {"complaints": [], "all": 0}
    assert other.get(f"/complaint-ledger/{row.number}").status_code == 404
    assert Client().get("/api/v1/complaint-ledger").status_code == 401
