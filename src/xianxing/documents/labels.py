"""The labels of signature pages: 签字人：, 合规负责人（签字）：, 职务：, 单位名称（盖章）：, 签字日期：…"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xianxing.documents.dates import find_date

_SIGN = r"(?:亲笔)?(?:签\s*字|签\s*名|签\s*署|签\s*章|签\s*批)"
_BRACKET_SIGN = rf"[（(]\s*(?:{_SIGN})(?:人|或盖章|及盖章|、盖章|/盖章|并盖章)?\s*[）)]"
_SEAL = r"[（(]\s*(?:加?盖\s*(?:公\s*)?章|公\s*章|印\s*章|章|签\s*章)\s*[）)]"
_UNIT = (
    r"(?:(?:牵头|联合|承担|申报|填报|出具|所在|所属|签署|签字|试点|报送|评估|编制|承诺)?(?:申报|申请)?(?:单\s*位|机\s*构)|公\s*司)"
    r"(?:\s*名\s*称)?"
)
_TITLE = r"(?:职\s*务|职\s*位|岗\s*位|职\s*称)(?:\s*[/／、]\s*(?:职\s*务|职\s*称|岗\s*位))?"
_DATE = r"(?:(?:签\s*[字署名章]|盖章|填报|报送|出具|落款|承诺|声明)?\s*(?:日\s*期|时\s*间))"
_OFFICE = (
    r"[一-鿿、（）()]{0,16}?(?:负责人|负责同志|总监|督察长|总经理|总裁|董事长|理事长|风险官|信息官|执行官|财务官|主任|"
    r"合伙人|代表人?|经办人|项目经理|高级管理人员|高管|经理|主管|校长|院长|行长|律师|会计师|评估师|测评师)"
)
_ANY_ROLE = rf"(?:{_OFFICE}|[一-鿿]{{1,10}}人)"
_ASIDE = r"(?:[（(][^（）()]{1,16}[）)])?"
_LABEL = re.compile(
    rf"(?P<date>{_DATE})\s*[：:]"
    rf"|(?P<title>{_TITLE})\s*[：:]"
    rf"|(?P<office>{_ANY_ROLE})\s*(?:{_BRACKET_SIGN}|{_SIGN}(?:人)?)\s*(?:{_SEAL}|{_ASIDE})(?:\s*[：:]|(?=\s*$)|(?=[\s_＿]{{2}}))"
    rf"|(?P<name>{_SIGN}\s*(?:人|者|栏|处)?(?:\s*姓\s*名)?)\s*(?P<aside>{_ASIDE})\s*[：:]"
    rf"|(?P<bracket>{_BRACKET_SIGN})\s*[：:]"
    rf"|(?P<unit>{_UNIT})\s*(?P<seal>{_SEAL})?\s*[：:]"
    rf"|(?P<person>姓\s*名)\s*(?:{_BRACKET_SIGN})?\s*[：:]"
    rf"|(?P<plain>{_OFFICE})\s*[：:]"
    rf"|(?P<sealed>{_SEAL})\s*[：:]?"
)
_PURE = {
    "name": re.compile(
        rf"(?:{_OFFICE})?(?:{_SIGN}|{_BRACKET_SIGN})(?:人|者|栏)?(?:姓名)?|姓\s*名[（(]?{_SIGN}[）)]?"
    ),
    "title": re.compile(_TITLE),
    "unit": re.compile(rf"{_UNIT}(?:{_SEAL})?"),
    "date": re.compile(_DATE),
}
_COVER = ("出具", "填报", "报送", "编制")
_NAME = re.compile(
    r"[一-鿿㐀-䶿\U00020000-\U0003ffff]{1,4}(?:[·•・][一-鿿]{1,8})*|[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+)+"
)
_BLANK = re.compile(r"[_＿—\-…\.\s　]+")
_ORGANISATION = re.compile(
    r"[一-鿿A-Za-z0-9（）()·]{4,40}?(?:公司|银行|中心|事务所|协会|学会|交易所|研究院|大学|合伙企业（[^）]+）|局|部)"
    r"(?:(?:股份|有限|责任){1,3}公司)?"
)
_VERB = re.compile("[由须应将已后的]")
_BARE_SKIP = re.compile(r"[。；！？]")


@dataclass(frozen=True)
class LabelValue:
    """One labelled value of a signature page; `bare` is a line without any label."""

    field: str  # name | title | unit | date | bare
    value: str
    title: str = ""  # an office named by the label itself: 合规负责人（签字）
    signing: bool = False  # whether the label itself speaks of signing or sealing
    lone: bool = False  # a date that stands in its line without any label


def entries_of(line: str, area: bool) -> list[LabelValue]:
    """The labelled values of one line, left to right. `area` says that the line stands on a signature page,
    where also 姓名：, 合规负责人： and a lone date are read; elsewhere only labels that speak of signing are.
    """
    line = line.strip()
    matches = [match for match in _LABEL.finditer(line) if _starts_clean(line, match)]
    if not matches:
        return _unlabelled(line, area)
    found: list[LabelValue] = []
    before = line[: matches[0].start()].strip(" 　\t，,；;")
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(line)
        entry = _entry(match, line[match.end() : end], before if number == 0 else "", area)
        if entry is not None:
            found.append(entry)
        if entry is not None and entry.field == "name" and (day := find_date(line[match.end() : end])):
            found.append(LabelValue("date", line[match.end() : end][day[1] : day[2]], signing=True))
    if len(line) > 120 and _BARE_SKIP.search(line):
        return []
    return found


def values_of_row(cells: Sequence[str], area: bool) -> list[LabelValue]:
    """The labelled values of a table row: label and value in one cell, or the value in the next one."""
    found: list[LabelValue] = []
    pending = ""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=0)
    for place, cell in enumerate(cells):
        text = cell.strip()
        if pending and not text and place < last:
            continue  # a column that only other rows fill
        field = is_pure_label(text)
        if pending and not field:
            found.extend(entries_of(f"{pending}：{text}".replace("\n", " "), True))
            pending = ""
        elif field:
            if pending:
                found.extend(entries_of(f"{pending}：", True))
            pending = re.sub(r"[：:]\s*$", "", text)
        else:
            for line in text.split("\n"):
                found.extend(entry for entry in entries_of(line, area) if entry.field != "bare")
    if pending:
        found.extend(entries_of(f"{pending}：", True))
    return found


def is_pure_label(text: str) -> str:
    """The field that a cell names when it holds nothing but a label, else ""."""
    text = re.sub(r"[：:\s　]", "", text)
    if not text or len(text) > 24:
        return ""
    return next((field for field, pattern in _PURE.items() if pattern.fullmatch(text)), "")


def bare_name(text: str) -> str:
    """A person's name out of the value of a name label: blanks, brackets and titles dropped, "" for none."""
    text = re.sub(r"[（(][^）)]*[）)]", "", text)
    text = _BLANK.sub(lambda gap: " " if gap[0].strip("　 ") == "" else "", text).strip()
    squeezed = re.sub(r"(?<=[一-鿿])\s+(?=[一-鿿])", "", text)
    match = _NAME.match(squeezed)
    return match[0] if match and (match.end() == len(squeezed) or not squeezed[match.end()].isalnum()) else ""


def _starts_clean(line: str, match: re.Match[str]) -> bool:
    """A label begins a line or follows white space, punctuation or a value; not the middle of a word."""
    if match.start() == 0 or match.lastgroup in ("sealed", "seal", "bracket"):
        return True
    before = line[match.start() - 1]
    return not before.isalnum() or match.group("date") is not None or "：" in line[: match.start()]


def _entry(match: re.Match[str], value: str, before: str, area: bool) -> LabelValue | None:
    value = value.strip(" 　\t，,；;。")
    groups = match.groupdict()
    if groups["date"] is not None:
        signing = bool(re.search(r"签|盖", groups["date"]))
        if not area and not signing:
            return None
        return None if groups["date"].startswith(_COVER) else LabelValue("date", value, signing=signing)
    if groups["title"] is not None:
        return LabelValue("title", _plain(value)) if area or len(value) <= 30 else None
    if groups["office"] is not None:
        if _VERB.search(groups["office"]):
            return None
        return _signed(value, groups["office"])
    if groups["name"] is not None or groups["bracket"] is not None:
        return _signed(value, (groups["aside"] or "").strip("（()）") or before)
    if groups["unit"] is not None:
        if groups["unit"].startswith(_COVER) and not groups["seal"]:
            return None
        sealed = groups["seal"] is not None
        return LabelValue("unit", _plain(value), signing=sealed) if area or sealed else None
    if groups["sealed"] is not None:
        found = _ORGANISATION.search(before) or _ORGANISATION.search(value)
        return LabelValue("unit", found[0], signing=True) if found else None
    if not area:
        return None
    name = bare_name(value)
    office = groups["plain"] or ""
    return LabelValue("name", name, _plain(office), False) if name or not value else None


def _signed(value: str, role: str) -> LabelValue:
    """A name label's entry; the office stands in the label, in brackets after the name, or before it."""
    office = _office_before(role)
    aside = re.search(r"[（(]([^（）()]+)[）)]", value)
    office = office or (_office_before(aside[1]) if aside else "")
    led = re.match(rf"({_OFFICE})[\s　：:]+(?=\S)", value)
    if led and not office:
        office, value = _plain(led[1]), value[led.end() :]
    return LabelValue("name", bare_name(value), office, True)


def _office_before(before: str) -> str:
    match = re.search(rf"({_OFFICE})$", before)
    return _plain(match[0]) if match else ""


def _unlabelled(line: str, area: bool) -> list[LabelValue]:
    if not line:
        return []
    if area and len(line) <= 24:
        found = find_date(line)
        if found and not re.sub(r"[\s　（）()]", "", line[: found[1]] + line[found[2] :]):
            return [LabelValue("date", line, lone=True)]
    if area and _ORGANISATION.fullmatch(line) and not line.endswith(("局", "部")):
        return [LabelValue("unit", line)]
    return [LabelValue("bare", line)]


def _plain(text: str) -> str:
    text = re.sub(rf"{_SEAL}|{_BRACKET_SIGN}", "", text)
    text = re.sub(r"(?<=[一-鿿])[ 　]+(?=[一-鿿])", "", text)
    return text.strip(" 　\t_＿：:，,")
