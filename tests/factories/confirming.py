"""From the freeze to the receipt on the pages, by the demonstration's people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client

from tests.desks.accounts.visits import code, enter
from tests.desks.portal.conftest import Draft
from tests.factories.calls import rewriting
from xianxing.pilot.calls.models import Call
from xianxing.pilot.filings.models import Body

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)
ACTS = (
    ("unit_review/lead/", "罗景行"),
    ("unit_review/joint/", "卢思齐"),
    ("truth_pledge/lead/", "沈伯衡"),
    ("truth_pledge/joint/", "宁远航"),
    ("lead_review/lead/joint/", "罗景行"),
    ("compliance/lead/", "顾明谦"),
    ("consent/lead/", "沈伯衡"),
    ("consent/joint/", "宁远航"),
)


def as_(draft: Draft, name: str) -> Client:
    """A browser in which this person has entered."""
    return enter(draft.cast.people[name])


def in_our_channel(draft: Draft) -> None:
    """The call's filings are handed in here, as the demonstration's other call shows."""
    with rewriting(Call):
        Call.objects.filter(pk=draft.call.pk).update(external_channel=False)


def freeze(draft: Draft) -> Body:
    """Zhou freezes on the page; gives the body in force."""
    answer = as_(draft, "周若岚").post(draft.url("confirm/freeze/"), {"freeze": ""})
    assert answer.status_code == 302
    return draft.filing.bodies.get(voided_at__isnull=True)


def report_of(page: str) -> str:
    """The digest of the report that an act's page binds, if it binds one."""
    found = re.search(r'name="report" value="(\w{64})"', page)
    return found[1] if found else ""


def give(draft: Draft, place: str, name: str, **more: object) -> Any:
    """Open an act's page and confirm with everything that stands on it."""
    client, person = as_(draft, name), draft.cast.people[name]
    address = draft.url(f"confirm/{place}")
    page = client.get(address).content.decode()
    digest = re.search(r'name="digest" value="(\w{64})"', page)
    sent: dict[str, object] = {
        "digest": digest[1] if digest else "", "opinion": "已审查，同意报送", "report": report_of(page),
        "recognises": re.findall(r'name="recognises" value="(\w+)"', page),
        "second_factor_code": code(person), **more,
    }  # fmt: skip
    return client.post(address, sent)


def attest(draft: Draft) -> Iterator[str]:
    """Everybody confirms in order; gives each place once it is done."""
    for place, name in ACTS:
        assert give(draft, place, name).status_code == 302, place
        yield place
