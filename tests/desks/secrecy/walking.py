"""Every address of every route with the objects that exist, and what a person is answered there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

from django.db.models import Model
from django.test import Client
from django.urls import get_resolver, reverse

from tests.desks.accounts.visits import enter
from tests.desks.secrecy.chance import Chance
from tests.factories.guests import entered, invited
from tests.factories.house import House
from xianxing.desks.audience import GUESTS, OPEN, belongs, routes
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.calls.models import Call
from xianxing.pilot.cases.models import Publication
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.filings.models import Attestation, Material
from xianxing.pilot.messages.models import Message
from xianxing.pilot.notices.models import PublicComment
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.parties.domain.tokens import make_token
from xianxing.pilot.parties.enums import TokenScope
from xianxing.pilot.parties.models import Claim, Institution, Membership, StaffAppointment, User
from xianxing.pilot.parties.queries import PersonRoles

Address = tuple[str, str]  # the route's name and the path
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
MOST = 3  # addresses of one route
# What these routes show is the same for everybody, and a stranger looks at it.
FOR_ALL = frozenset({"public", "entering"})
# What stands in an address of whose kind there is nothing in the house.
NOTHING: dict[str, object] = {"uuid": UUID(int=1), "int": 1, "slug": "x", "str": "x", "path": "x", "": "x"}
# By the server's own time or by lot, whatever is in the house.
BY_TIME = ("Set-Cookie", "Expires", "Date", "X-Request-ID")
# The access log notes log-ins and tokens with the server's own time, too.
NOTED, MINUTE = "accounts:access-log", re.compile(r"\d+年\d+月\d+日 \d\d:\d\d".encode())
WRITTEN = re.compile(rb'W3CDTF">[\dT:-]+Z<')
# One's own sessions and tokens, with the server's own time.
OWN_TIME = frozenset({"accounts:me", "accounts:tokens", "api:token"})
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def addresses(house: House) -> list[Address]:
    """Every route with the objects of its address that exist: each case, each object at least once."""
    known, found = _objects(house), list[Address]()
    for name, path, _audience in routes(get_resolver().url_patterns):
        wanted = PARAMETER.findall(path)
        kinds = [_of(known, kind, one) for kind, one in wanted]
        for turn in range(min(MOST, max(map(len, kinds), default=1))):
            values = {one[1]: kind[turn % len(kind)] for one, kind in zip(wanted, kinds, strict=True)}
            found.append((name, reverse(name, kwargs=values)))
    return found


def asked(found: Sequence[Address], roles: PersonRoles | None, *, guest: bool = False) -> Iterator[Address]:
    """What a person tries of the routes that let the person in; a stranger (None) of those open to all.

    An expert without an account tries the pages for guests and what is open to all.
    """
    who = {name: audience or "" for name, _path, audience in routes(get_resolver().url_patterns)}
    for name, place in found:
        mine = roles is not None and who[name] not in FOR_ALL and belongs(who[name], roles)
        own = roles is None and (who[name] in OPEN or (guest and who[name] in GUESTS))
        if name not in OWN_TIME and (mine or own):
            yield name, place


@dataclass(frozen=True)
class Visitor:
    """Somebody's browser, and the header of the person's programs."""

    client: Client
    headers: dict[str, str]


def visitor(person: str, user: User | None, chance: Chance, at: datetime) -> Visitor:
    """Somebody logged in with a token of the own; a stranger without."""
    chance.again(person)
    found = Visitor(enter(user), _token(user, at)) if user else Visitor(Client(), {})
    found.client.raise_request_exception = False
    return found


def guest_visitor(person: str, house: House, chance: Chance) -> Visitor:
    """The engaged expert once more, in a browser without an account."""
    chance.again(person)
    found = Visitor(entered(invited(house.panel, house.panel.yan)), {})
    found.client.raise_request_exception = False
    return found


def look_as(person: str, come: Visitor, places: Sequence[Address], chance: Chance) -> dict[str, bytes]:
    """What each address answers the person: status, headers and every byte."""
    found = {}
    for name, place in places:
        chance.again(f"{person} {place}")
        answer = _answer(come.client, place, come.headers if name.startswith("api:") else {})
        found[place] = MINUTE.sub(b"", answer) if name == NOTED else answer
    return found


def _answer(client: Client, place: str, headers: dict[str, str]) -> bytes:
    answer = client.get(place, headers=headers)
    said = sorted((name, value) for name, value in answer.items() if name not in BY_TIME)
    content = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    if content.startswith(b"PK"):  # a zip says when its entries were written
        with ZipFile(BytesIO(content)) as archive:
            entries = [(one.filename, WRITTEN.sub(b"", archive.read(one))) for one in archive.infolist()]
        content = repr(entries).encode()
        said = [(name, value) for name, value in said if name != "Content-Length"]
    return repr((answer.status_code, said)).encode() + TOKEN.sub(b"", content)


def status_of(seen: bytes) -> int:
    """The status that an answer began with."""
    return int(seen[1:4])


def _token(user: User, at: datetime) -> dict[str, str]:
    _row, text = make_token(
        user=user, name="x", scopes=[TokenScope.READ, TokenScope.ACT], days=9, real_now=at
    )
    return {"Authorization": f"Bearer {text}"}


def _of(known: dict[str, Sequence[object]], kind: str, name: str) -> Sequence[object]:
    return known.get(f"{kind}:{name}") or known.get(name) or [NOTHING[kind]]


def _objects(house: House) -> dict[str, Sequence[object]]:
    """What can stand in an address, by the name of its place."""
    company = house.company
    cases = [company.filing.pk, house.panel.office.company.filing.pk, house.draft.pk]
    materials = Material.objects.filter(filing=house.draft)
    return {
        "case": cases, "filing": cases,
        "evidence": list(Evidence.objects.values_list("pk", flat=True)[:2]),
        "institution": list(Institution.objects.order_by("pk").values_list("pk", flat=True)),
        "membership": [Membership.objects.earliest("pk").pk], "claim": [Claim.objects.latest("pk").pk],
        "appointment": [StaffAppointment.objects.latest("pk").pk], "uid": ["MQ"],
        "int:user": [house.panel.xu.pk, house.panel.qin.pk, company.cast.zhou.pk],
        "guide": ["shenzhen-2023"], "batch": ["shenzhen-2023-2"], "sample": ["related-party-tool"],
        "call": [Call.objects.earliest("pk").pk], "state": ["expert_opinions", "public_notice", "draft"],
        "paper": [one.public_id for one in CasePaper.objects.order_by("pk")],
        "unit": ["joint", "lead"], "about": ["joint"], "kind": ["consent", "filing"],
        "part": ["identity", "work"],
        "section": ["basics", "content"], "step": ["give_opinion", "consider_comment", "freeze"],
        "int:material": list(materials.order_by("pk").values_list("pk", flat=True)[:2]), "int:number": [0, 1],
        "attestation": _first(Attestation),
        "message": list(Message.objects.order_by("-pk").values_list("pk", flat=True)[:9]),
        "slug:comment": list(PublicComment.objects.values_list("number", flat=True)),
        "slug:complaint": list(Complaint.objects.order_by("received_at").values_list("number", flat=True)),
        "notice": [house.noticed.notice.number], "slug:number": [house.noticed.notice.number],
        "int:place": [Publication.objects.latest("place").place], "digest": ["0" * 64],
        "rule": ["ended_cases"], "name": ["verify.py"],
    }  # fmt: skip


def _first(model: type[Model]) -> list[object]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:2])
