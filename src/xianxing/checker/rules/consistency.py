"""The same project, units, people and days everywhere: the form and the files say one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.compare import COMPANY as COMPANY
from xianxing.checker.facts.compare import companies
from xianxing.checker.facts.papers import own_papers
from xianxing.checker.filing import FilingFile, FolderUnit
from xianxing.checker.kinds import is_own_paper
from xianxing.checker.rules.compliance import office, reports_of
from xianxing.checker.rules.files import block_place, readable
from xianxing.checker.rules.materials import ALSO, issued_by_file
from xianxing.checker.text.similar import bare, distance, names_unit, stem
from xianxing.documents.model import Block, Document, SignatureBlock
from xianxing.law import Basis, Issuer
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

LABEL = re.compile(r"^\s*(?:申报|试点|评估|测评)?项\s*目\s*(?:名\s*称|全称)?\s*[：:]\s*(.{4,})", re.S)
QUOTED = re.compile(r"[“《「\"]([^”》」\"]{6,60})[”》」\"](?:试点)?(?:项目|系统|平台|工具)?")
ALIKE, CALLED = 0.8, 0.6  # how like a quoted name is; the second for one that is called a project
FORMER = re.compile("原名|曾用名|原称|旧称|前身|更名")  # a name that the unit had before
OWNER = re.compile(
    r"(?:著\s*作\s*权\s*人|专\s*利\s*权\s*人|权\s*利\s*人|获奖单位|获证单位)[^：:，。]{0,8}[：:]?\s*(.{4,60})"
)
COVER = 20  # blocks in which a table names the project itself
FORMS = "(?:股份有限公司|有限责任公司|有限公司)$"
DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
ISSUED = re.compile(r"^\s*(?:出具|编制|制定|报告|评估|签发)(?:日期|时间)\s*[：:]\s*(.{6,20})")
SIGNED = re.compile(r"^\s*(?:签\s*[字署名章]|盖章|落款)(?:日期|时间)\s*[：:]\s*(.{6,20})")
CODE_LABEL = re.compile("信用代码|机构代码")
CODE = re.compile(r"(?<![A-Z0-9])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Z0-9])")


@rule("project-name-same", clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def project_name_same(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each report bears the project's name as the form gives it."""
    name = bare(case.filing.name)
    if not name:
        return
    for item in case.reports:
        document = item.document
        if document is None or not is_own_paper(case, item) or not readable(document):
            continue
        other = _labelled_otherwise(document, name)
        whole = bare(document.text)
        if other is not None:
            yield unmet("other", block_place(item, other))
        elif name not in whole:
            near = _near(document, name)
            if near is not None:
                yield unmet("nearly", block_place(item, near))
            else:
                yield manual_review("nowhere", item.place)
        else:
            near = _near(document, name)
            if near is not None:
                yield manual_review("also_other", block_place(item, near))


def _labelled_otherwise(document: Document, name: str) -> Block | None:
    """The block that says 项目名称： with another name. A name may run on into the next line."""
    blocks = document.blocks
    for place, block in enumerate(blocks):
        written = ""
        for number, cell in enumerate(block.cells if place < COVER else ()):
            if re.fullmatch(r"(?:申报|试点)?项目名称", re.sub(r"[\s：:]", "", cell)) and number + 1 < len(
                block.cells
            ):
                written = block.cells[number + 1]
        found = LABEL.match(block.text) if not block.cells else None
        written = written or (found.group(1) if found else "")
        written = written.split("\n")[0] if len(bare(written)) > len(name) + 12 else written
        if not written or not bare(written):
            continue
        said = bare(written)
        following = bare("".join(below.text for below in blocks[place : place + 4]))
        if said == name or said.removesuffix("项目") == name.removesuffix("项目"):
            continue
        if name.startswith(said) and name in following:
            continue
        if name in said and re.fullmatch(r"(?:（.*）|\(.*\)|试点)?(?:项目)?", said.replace(name, "", 1)):
            continue
        return block
    return None


def _near(document: Document, name: str) -> Block | None:
    """A block that quotes, or is, a name which is nearly, but not, the project's."""
    for block in document.blocks:
        lone = [block.text] if not block.cells and len(block.text) <= len(name) + 8 else []
        for text in [found.group(1) for found in QUOTED.finditer(block.text)] + lone:
            if _nearly(text, name):
                return block
    return None


@rule("project-name-same-cells", clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def project_name_same_cells(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell quotes a name that is nearly, but not, the project's."""
    name = bare(case.filing.name)
    for slot in case.cells:
        if slot.field.group == "material" or slot.field.path == "project.name" or not name:
            continue
        for found in QUOTED.finditer(slot.text):
            alike = CALLED if found.group().endswith("项目") else ALIKE
            if _nearly(found.group(1), name, alike):
                yield manual_review("nearly", slot.location, quote=found.group(1)[:40])
                break


def _nearly(said: str, name: str, alike: float = ALIKE) -> bool:
    """Whether a name is like the project's, and neither a part of it nor longer by much."""
    said = bare(said)
    if said in name or name in said or abs(len(said) - len(name)) > 6:
        return False
    return SequenceMatcher(None, said, name, autojunk=False).ratio() >= alike


@rule("unit-names-same", version=2, clause="4.3.3", basis=Basis.PRACTICE, family="consistency", also=ALSO)
def unit_names_same(case: CheckContext) -> Iterator[RuleOutcome]:
    """Cells and files write the units' full names as the unit sheets do."""
    known = {bare(unit.name): unit.name for unit in case.filing.units if len(unit.name) >= 6}
    known |= {
        bare(item.text("third_party")): item.text("third_party")
        for item in case.filing.files
        if item.text("third_party")
    }
    if not known:
        return
    for slot in case.cells:
        hit = _near_unit(slot.text, known) if slot.field.path != "unit.name" else None
        if hit:
            yield manual_review("nearly", slot.location, name=hit)
    for item in case.reports:
        if not readable(item.document) or item.document is None:
            continue
        material = case.guide.materials.get(item.kind)
        clause = material.clause if material else None
        issuer = issued_by_file(item.document)
        cover = _near_unit(issuer, known)
        if cover:
            yield unmet("cover", item.place, clause=clause, name=cover)
            continue
        stranger = _stranger([issuer, *(one.unit for one in item.document.signatures)], known)
        if is_own_paper(case, item) and stranger:
            yield unmet("outsider", item.place, clause=clause, name=stranger[:30])
            continue
        for block in item.document.blocks:
            hit = _near_unit(block.text, known)
            if hit:
                yield manual_review("nearly", block_place(item, block), name=hit)
                break
        for signed in item.document.signatures:
            if _near_unit(signed.unit, known):
                yield unmet("signature", item.place, clause=clause, name=_near_unit(signed.unit, known) or "")


def _stranger(texts: Sequence[str], known: dict[str, str]) -> str:
    """A company that a cover or a signature names and that is neither a unit nor the third party."""
    for text in texts:
        for found in COMPANY.finditer(text):
            said = bare(found.group())
            if not any(name in said or said in name for name in known):
                return found.group()
    return ""


def _near_unit(text: str, known: dict[str, str]) -> str | None:
    """The full name of a unit that the text writes with another legal form or a character otherwise."""
    for found in COMPANY.finditer(text):
        said = bare(found.group())
        if FORMER.search(text[max(0, found.start() - 8) : found.end()]):
            continue
        for name, full in known.items():
            if name in said or said in name:
                continue
            short = stem(full)
            if len(short) >= 4 and re.search(re.escape(short) + FORMS, said):
                return full
            ends = [said[-size:] for size in range(max(6, len(name) - 2), len(name) + 3) if size <= len(said)]
            if any(end not in known and 0 < distance(end, name, 2) <= _tolerance(name) for end in ends):
                return full
    return None


def _tolerance(name: str) -> int:
    return 1 if len(name) < 12 else 2


@rule("codes-same", clause="4.3.3", basis=Basis.PRACTICE, family="consistency", version=2)
def codes_same(case: CheckContext) -> Iterator[RuleOutcome]:
    """A 统一社会信用代码 written beside a unit's name in a file is that unit's."""
    codes = {unit.text("uscc").upper() for unit in case.filing.units if unit.text("uscc")}
    for item, document in own_papers(case):
        above: list[
            FolderUnit
        ] = []  # whom the lines above speak of: a code often stands in a line of its own
        for block in document.blocks:
            owners = [unit for unit in case.filing.units if unit.name and unit.name in block.text]
            for found in CODE.finditer(block.text):
                mine = owners or (above if CODE_LABEL.search(block.text) else [])
                if found.group() not in codes and len(mine) == 1 and mine[0].text("uscc"):
                    yield unmet("other", block_place(item, block), unit=mine[0].name)
            above = owners or above


@rule("signature-same", clause="4.3.1", basis=Basis.PRACTICE, family="consistency", version=2)
def signature_same(case: CheckContext) -> Iterator[RuleOutcome]:
    """Signatory, office, unit and day of signing in the list are those on the signature page."""
    compliance = {item.index for item in reports_of(case)}
    for item in case.reports:
        document = item.document
        if document is None or not readable(document) or not document.signatures:
            continue
        material = case.guide.materials.get(item.kind)
        clause = material.clause if material else None
        entry, day = bare(item.text("signatory")), item.day("signed_on")
        own = [block for block in document.signatures if entry and bare(block.name) == entry]
        if (
            entry
            and not own
            and item.index not in compliance
            and any(block.name for block in document.signatures)
        ):
            yield unmet("other_name", _at(item, document.signatures[0].location), clause=clause)
        elif own and item.index not in compliance:
            yield from _signed_otherwise(case, item, own, clause)
        days = signing_days(document, own)
        if day and days and day not in days:
            yield unmet(
                "other_day",
                _at(item, (own or document.signatures)[0].location),
                clause=clause,
                entry=day.isoformat(),
                file=days[0].isoformat(),
            )


def _signed_otherwise(
    case: CheckContext, item: FilingFile, own: Sequence[SignatureBlock], clause: str | None
) -> Iterator[RuleOutcome]:
    """The signatory of the list signed under another unit or another office."""
    unit = case.filing.unit(item.text("signatory_unit"))
    others = [other.name for other in case.filing.units if other is not unit and other.name]
    units = [block.unit for block in own if block.unit]
    titles = [office(block.title) for block in own if block.title]
    entry = office(item.text("signatory_title"))
    if unit and units and not any(names_unit(one, unit.name) for one in units):
        if any(names_unit(one, name) for one in units for name in others):
            yield unmet("other_unit", _at(item, own[0].location), clause=clause, unit=unit.name)
    elif entry and titles and not any(entry in one or one in entry for one in titles):
        yield unmet(
            "other_title",
            _at(item, own[0].location),
            clause=clause,
            entry=item.text("signatory_title")[:20],
            file=next(block.title for block in own if block.title)[:20],
        )


@rule("file-dates-possible", clause="4.3.1", basis=Basis.PRACTICE, family="consistency")
def file_dates_possible(case: CheckContext) -> Iterator[RuleOutcome]:
    """No report is dated or signed after the day of filing, or signed before it was written."""
    for item in case.reports:
        document = item.document
        if document is None or not readable(document):
            continue
        material = case.guide.materials.get(item.kind)
        clause = material.clause if material else None
        issued, block = issued_on(document)
        signed = signing_days(document, ())
        if issued and issued > case.as_of and block:
            yield unmet("issued_future", block_place(item, block), clause=clause, day=issued.isoformat())
        for day in signed:
            if day > case.as_of:
                yield unmet(
                    "signed_future",
                    _at(item, document.signatures[0].location),
                    clause=clause,
                    day=day.isoformat(),
                )
        if issued and issued <= case.as_of and signed and max(signed) < issued - timedelta(days=1):
            yield manual_review(
                "signed_before",
                item.place,
                clause=clause,
                issued=issued.isoformat(),
                signed=max(signed).isoformat(),
            )


def signing_days(document: Document, own: Sequence[SignatureBlock]) -> list[date]:
    """The days on which a file was signed: those that a line calls so, else those of its signature blocks.

    A day in a table beside something else (a schedule above the signature page) is none.
    """
    found = [SIGNED.match(block.text) for block in document.blocks if not block.cells]
    labelled = [day for one in found if one and (day := _day(one.group(1)))]
    blocks = [block.signed_on for block in own or document.signatures if block.signed_on]
    if labelled:
        return [day for day in blocks if day in labelled] or labelled
    scheduled = {_day(cell) for block in document.blocks if len(block.cells) > 1 for cell in block.cells}
    return [day for day in blocks if day not in scheduled]


def issued_on(document: Document) -> tuple[date | None, Block | None]:
    """The day after 出具日期： on the cover, with its block; (None, None) when there is none."""
    for block in document.blocks[:40]:
        found = ISSUED.match(block.text)
        day = _day(found.group(1)) if found else None
        if day:
            return day, block
    return None, None


def _day(text: str) -> date | None:
    found = DATE.search(text)
    if not found:
        return None
    year, month, day = (int(part) for part in (found.groups()[:3] if found.group(1) else found.groups()[3:]))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(item: FilingFile, place: str) -> str:
    return f"{item.place}#{place}" if place else item.place


@rule("issued-in-time", clause="4.3.1", basis=Basis.PRACTICE, family="plausibility")
def issued_in_time(case: CheckContext) -> Iterator[RuleOutcome]:
    """The days written in the form of the units are days of this century."""
    for unit in case.filing.units:
        for row in (*unit.rows("sanctions"), unit.record("internal_review"), unit.record("truth_pledge")):
            day = row.day("date")
            if day is not None and day.year < 2000:
                yield unmet("too_old", row.at("date"), day=day.isoformat())


@rule("certificate-of-unit", clause="4.2.6", basis=Basis.PRACTICE, family="consistency")
def certificate_of_unit(case: CheckContext) -> Iterator[RuleOutcome]:
    """The owner that a certificate names is a unit of this filing."""
    for item in case.reports:
        material, document = case.guide.materials.get(item.kind), item.document
        if material is None or document is None or material.issued_by is not Issuer.ANYONE:
            continue
        owners = [found.group(1) for block in document.blocks if (found := OWNER.search(block.text))]
        named = [company for owner in owners for company in companies(owner)]
        known = [unit.name for unit in case.filing.units if unit.name]
        if named and not any(names_unit(one, name) for one in named for name in known):
            yield manual_review("stranger", item.place, clause=material.clause, name=named[0][:30])
