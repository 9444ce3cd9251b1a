"""Contacts (clause 4.3.3): at least two, at least one at department-head level, people who can be reached."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FolderRow, FolderUnit
from xianxing.checker.text.personal import telephone
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

MOST_UNITS = 30  # units compared with each other
MOBILE = re.compile(r"(?:(?:\+|00)?86)?1[3-9]\d{9}")
# Mobiles of Hong Kong, Macau and Taiwan, with their codes
MOBILE_BEYOND = re.compile(r"(?:\+|00)?(?:852[4-9]\d{7}|8536\d{7}|8860?9\d{8})")
EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
JUNIOR = re.compile(
    r"专员|助理(?!总|教授)|实习|文员|见习|学员|(?<!总)(?<!首席)工程师|产品经理|项目经理|客户经理|研"
    r"究员|分析师|业务员|职员|科员|组员"
)
HEAD = re.compile(
    r"总经理|总裁|董事|总监|主任|部长|处长|所长|行长|合伙人|首席|负责人|总工|主席|院长|局长|副总|书"
    r"记|督察长|监事长"
)


@rule("contacts-enough", clause="4.3.3", basis=Basis.GUIDE, family="units", version=2)
def contacts_enough(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each unit names at least as many different contacts as the guide asks for."""
    least = case.number("contacts_min") or 0
    for unit in case.filing.units:
        count = len(people(unit))
        if count < least:
            listed = len(unit.rows("contacts"))
            key = "same_person" if listed >= least else "too_few"
            yield unmet(
                key,
                unit.at("contacts"),
                unit=unit.name,
                count=count,
                least=least,
                evidence={"count": count, "least": least},
            )


@rule("contacts-head", clause="4.3.3", basis=Basis.GUIDE, family="units", version=2)
def contacts_head(case: CheckContext) -> Iterator[RuleOutcome]:
    """At least one contact of each unit is at department-head level or above."""
    least = case.number("contact_heads_min") or 0
    for unit in case.filing.units:
        heads = [row for row in people(unit) if row.flag("department_head")]
        if len(heads) < least:
            yield unmet("no_head", unit.at("contacts"), unit=unit.name, evidence={"heads": len(heads)})
        doubtful = [
            row for row in heads if JUNIOR.search(row.text("title")) and not HEAD.search(row.text("title"))
        ]
        if heads and len(doubtful) == len(heads):
            yield manual_review(
                "junior_title", doubtful[0].at("title"), unit=unit.name, title=doubtful[0].text("title")[:20]
            )


def people(unit: FolderUnit) -> list[FolderRow]:
    """The contacts of a unit, each person once; rows without a name count for nobody."""
    found: list[FolderRow] = []
    for row in unit.rows("contacts"):
        if not row.text("name"):
            continue
        same = [other for other in found if _same_person(row, other)]
        if not same:
            found.append(row)
    return found


def _plain(row: FolderRow, key: str) -> str:
    """What a contact gives there, however it is written: full-width, with blanks, with the country's code."""
    if key == "mobile":
        return telephone(row.text(key))
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", row.text(key))).casefold()


def _same_person(one: FolderRow, other: FolderRow) -> bool:
    keys = ("name", "mobile", "email")
    same = {key for key in keys if _plain(one, key) and _plain(one, key) == _plain(other, key)}
    differs = {key for key in keys[1:] if _plain(one, key) and _plain(other, key) and key not in same}
    return "mobile" in same or ("name" in same and (bool(same - {"name"}) or not differs))


@rule("contact-reachable", clause="4.3.3", basis=Basis.PRACTICE, family="units", version=3)
def contact_reachable(case: CheckContext) -> Iterator[RuleOutcome]:
    """The mobile is one of the mainland (one from beyond it is for a person), the address a mail address."""
    for unit in case.filing.units:
        for row in unit.rows("contacts"):
            mobile = re.sub(r"[\s\-—()（）]", "", unicodedata.normalize("NFKC", row.text("mobile")))
            if MOBILE_BEYOND.fullmatch(mobile):
                yield manual_review("mobile_beyond", row.at("mobile"))
            elif mobile and not MOBILE.fullmatch(mobile):
                yield unmet("mobile", row.at("mobile"))
            email = row.text("email")
            if email and not EMAIL.fullmatch(email):
                yield unmet("email", row.at("email"))


@rule("contacts-distinct", clause="4.3.3", basis=Basis.PRACTICE, family="units", version=3)
def contacts_distinct(case: CheckContext) -> Iterator[RuleOutcome]:
    """Two contacts share neither number nor address; within a unit they share no name either."""
    for unit in case.filing.units:
        for key in ("name", "mobile", "email"):
            seen: set[str] = set()
            for row in people(unit):
                value = _plain(row, key)
                if value and value in seen:
                    yield manual_review(
                        "namesake" if key == "name" else "shared", row.at(key), unit=unit.name
                    )
                seen.add(value)
    for place, unit in enumerate(case.filing.units[:MOST_UNITS]):
        others = [row for other in case.filing.units[:place] for row in people(other)]
        for row in people(unit):
            if any(_same_person(row, other) for other in others):
                yield manual_review("both_units", row.location, unit=unit.name)
