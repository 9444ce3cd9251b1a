"""The 合规评估报告 (clause 4.1.2): there, readable, signed by the right person, arguing conformity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FilingFile, FolderUnit
from xianxing.checker.phrases import phrase
from xianxing.checker.text.similar import bare, names_unit
from xianxing.checker.text.substance import PUT_OFF
from xianxing.documents.model import Document, SignatureBlock
from xianxing.law import Basis, MaterialKind, Signer, TitleVerdict
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule, unknown, unmet

CONFORMS = re.compile(
    r"(?<!不)(?<!是否)(?:符合|合乎|合于|遵守|遵循|满足|相符|一致|不相抵触|不抵触|未违反|不违反|未突破|没有突破"
    r"|不存在违反|无违反|未见违反|未发现(?:违反|与))[^。；"
    r"]{0,40}(?:监管|法规|法律|规定|规则|制度|要求|办法|条例|准则)|合法合规|合规可行|(?<!不)符合(?"
    r"=$|[。；，])|与[^。；]{0,30}(?:法规|法律|规定|规则|制度|办法|条例|准则)[^。；]{0,10}(?<!不)(?:相符|一致|不相?抵触)"
)
CONCLUSION = re.compile(r"结论|总体评价|综合(?:评价|意见)|评估意见|合规意见")
RULES_NAMED = re.compile(
    r"《[^《》]{4,60}(?:法|条例|办法|规定|准则|指引|规则|细则|通知|意见|决定|标准|指南)[^《》]{0,12}》"
)


@dataclass(frozen=True)
class SignatureVerdict:
    """How a required unit's signature stands in one file: a verdict, and words for it."""

    item: FilingFile
    verdict: str  # right | undecided | other_function | other_unit | absent | untitled
    name: str = ""
    title: str = ""


def material_of(case: CheckContext) -> MaterialKind | None:
    """The kind of material that a compliance head must sign."""
    return next((m for m in case.guide.materials.values() if m.signed_by is Signer.COMPLIANCE_HEAD), None)


def reports_of(case: CheckContext) -> tuple[FilingFile, ...]:
    """The entries of that kind."""
    material = material_of(case)
    return case.filing.files_of(material.key) if material else ()


@rule("compliance-report-present", clause="4.1.2", basis=Basis.GUIDE, family="compliance")
def compliance_report_present(case: CheckContext) -> Iterator[RuleOutcome]:
    """A 合规评估报告 is filed, and its file is in the folder."""
    reports = reports_of(case)
    if not reports:
        yield unmet("none")
    elif not any(item.document is not None for item in reports):
        for item in reports:
            yield unmet("no_file", item.place)


@rule("compliance-report-readable", version=2, clause="4.1.2", basis=Basis.GUIDE, family="compliance")
def compliance_report_readable(case: CheckContext) -> Iterator[RuleOutcome]:
    """At least one 合规评估报告 can be opened and read."""
    opened = [(item, item.document) for item in reports_of(case) if item.document is not None]
    usable = [(item, document) for item, document in opened if document.usable]
    if not opened:
        yield not_applicable("none")
    elif not usable:
        for item, _ in opened:
            yield unmet("unreadable", item.place)
    elif all(document.text_source == "none" for _, document in usable):
        for item, document in usable:
            yield unknown("unread", item.place) if document.unread else manual_review("scan", item.place)
    elif all(_hardly_any_text(document) for _, document in usable):
        yield unmet("hardly_any_text", usable[0][0].place)


def _hardly_any_text(document: Document) -> bool:
    """Whether a report says next to nothing; of a scan only when all of it was read."""
    if document.text_source == "ocr":
        told = any(problem.code.startswith("ocr-") for problem in document.problems)
        return not told and len(bare(document.text)) < 20
    return document.text_source == "file" and len(bare(document.text)) < 60


@rule("compliance-signer", clause="4.1.2", basis=Basis.GUIDE, family="compliance")
def compliance_signer(case: CheckContext) -> Iterator[RuleOutcome]:
    """The compliance head, or the senior manager in charge, of each unit that answers has signed."""
    reports = reports_of(case)
    if not reports or not case.compliance_units:
        yield not_applicable("none")
        return
    for unit in case.compliance_units:
        found = sorted(
            (signature(case, item, unit) for item in reports), key=lambda one: ORDER.index(one.verdict)
        )
        best = found[0]
        if best.verdict == "right":
            continue
        speak = manual_review if best.verdict == "undecided" else unmet
        yield speak(
            best.verdict,
            best.item.place,
            unit=unit.name,
            title=best.title[:20] or "—",
            name=best.name[:10] or "—",
            evidence={"title": best.title[:40], "unit": unit.id},
        )


ORDER = ("right", "undecided", "other_function", "untitled", "other_unit", "absent")


def signature(case: CheckContext, item: FilingFile, unit: FolderUnit) -> SignatureVerdict:
    """How the unit's signature stands in one report, by the entry and by the signature page of the file."""
    by_entry = _by_entry(case, item, unit)
    blocks = _blocks_of(item.document, unit)
    read = item.document is not None and item.document.usable and item.document.text_source == "file"
    by_page = [_judged(case, item, unit, block.name, block.title) for block in blocks if block.title]
    if by_page:
        best = min(by_page, key=lambda one: ORDER.index(one.verdict))
        if by_entry.verdict == "other_unit":
            together = (
                item.document is not None and len({block.unit for block in item.document.signatures}) > 1
            )
            return best if together else by_entry
        if by_entry.verdict in ("absent", "untitled"):
            return best if read or best.verdict != "right" else by_entry
        if read or best.verdict == "other_function":
            return max(by_entry, best, key=lambda one: ORDER.index(one.verdict))
    if read and by_entry.verdict in ("right", "undecided") and _signed_for_another(case, item.document, unit):
        return SignatureVerdict(item, "other_unit", by_entry.name, by_entry.title)
    return by_entry


def _signed_for_another(case: CheckContext, document: Document | None, unit: FolderUnit) -> bool:
    """Whether every signature of the file stands under another unit of this filing."""
    under = [block.unit for block in document.signatures if block.unit] if document else []
    others = [other.name for other in case.filing.units if other is not unit]
    return bool(under) and all(
        any(names_unit(one, name) for name in others) and not names_unit(one, unit.name) for one in under
    )


def _by_entry(case: CheckContext, item: FilingFile, unit: FolderUnit) -> SignatureVerdict:
    name, title = item.text("signatory"), item.text("signatory_title")
    signed_for = item.text("signatory_unit") or (item.issuers[0] if len(item.issuers) == 1 else "")
    if not name and not title:
        return SignatureVerdict(item, "absent")
    if signed_for and signed_for != unit.id:
        return SignatureVerdict(item, "other_unit", name, title)
    return _judged(case, item, unit, name, title)


def _judged(
    case: CheckContext, item: FilingFile, unit: FolderUnit, name: str, title: str
) -> SignatureVerdict:
    if not title:
        return SignatureVerdict(item, "untitled", name)
    verdict = case.guide.title(title, unit.kind, unit.name, case.as_of)
    word = {TitleVerdict.ACCEPTED: "right", TitleVerdict.OTHER_FUNCTION: "other_function"}.get(
        verdict, "undecided"
    )
    return SignatureVerdict(item, word, name, title)


def _blocks_of(document: Document | None, unit: FolderUnit) -> list[SignatureBlock]:
    """The signature blocks of the file that are this unit's, or the only one where it names no unit."""
    if document is None or not document.usable:
        return []
    alone = len(document.signatures) == 1
    return [
        block for block in document.signatures if (names_unit(block.unit, unit.name) if block.unit else alone)
    ]


@rule("compliance-signed-file", version=3, clause="4.1.2", basis=Basis.GUIDE, family="compliance")
def compliance_signed_file(case: CheckContext) -> Iterator[RuleOutcome]:
    """The file itself bears the signature that the entry speaks of: a name, an office, the same ones."""
    for item in reports_of(case):
        document = item.document
        if document is None or not document.usable or document.text_source == "none":
            continue
        written = bool(item.text("signatory")) and bare(item.text("signatory")) in bare(document.text)
        if not document.signatures:
            speak = unmet if document.kind.value == "docx" and not written else manual_review
            yield speak("unsigned", item.place)
            continue
        if document.text_source != "file":
            if _signed_by_a_stranger(item, document.signatures):
                yield manual_review("other_name", _at(item, document.signatures[0].location))
            continue
        named = [block for block in document.signatures if block.name]
        if not named:
            yield manual_review("nameless", item.place)
        elif item.text("signatory") and not any(
            bare(block.name) == bare(item.text("signatory")) for block in named
        ):
            yield (manual_review if written else unmet)("other_name", _at(item, named[0].location))
        elif _titles_differ(item, named):
            yield unmet(
                "other_title",
                _at(item, named[0].location),
                file=named[0].title[:20],
                entry=item.text("signatory_title")[:20],
            )


def _signed_by_a_stranger(item: FilingFile, blocks: Sequence[SignatureBlock]) -> bool:
    """Whether a scan bears names that share no character with the entry's: OCR errs in one, not in all."""
    entry, names = bare(item.text("signatory")), [bare(block.name) for block in blocks if block.name]
    return bool(entry and names) and not any(set(entry) & set(name) for name in names)


def _at(item: FilingFile, place: str) -> str:
    return f"{item.place}#{place}" if place else item.place


def _titles_differ(item: FilingFile, blocks: Sequence[SignatureBlock]) -> bool:
    entry = office(item.text("signatory_title"))
    titles = [
        office(block.title)
        for block in blocks
        if bare(block.name) == bare(item.text("signatory")) and block.title
    ]
    return bool(entry and titles) and not any(entry in title or title in entry for title in titles)


def office(title: str) -> str:
    """A title for comparison: what stands in brackets belongs to it."""
    return re.sub("[（）()]", "", bare(title))


@rule("compliance-argued", version=5, clause="4.1.2", basis=Basis.GUIDE, family="materials")
def compliance_argued(case: CheckContext) -> Iterator[RuleOutcome]:
    """The report argues that the business carried by the project conforms to the industry rules in force."""
    for item in reports_of(case):
        document = item.document
        if document is None or not document.usable or document.text_source == "none":
            continue
        text = re.sub(r"\s+", "", document.text)
        conclusion = "".join(block.text for block in document.blocks if CONCLUSION.search(block.heading))
        denial = phrase("compliance-argued.denies")
        if denial.find(text):
            speak = unmet if denial.find(re.sub(r"\s+", "", conclusion)) else manual_review
            yield speak("denies", item.place)
        elif not CONFORMS.search(text) or (PUT_OFF.search(conclusion) and not CONFORMS.search(conclusion)):
            yield (unmet if document.text_source == "file" else manual_review)("no_conclusion", item.place)
        elif phrase("compliance-argued.open").find(re.sub(r"\s+", "", conclusion)):
            yield manual_review("open", item.place)
        elif not RULES_NAMED.search(text):
            yield manual_review("no_rules", item.place)


@rule("signer-one-office", clause="4.1.2", basis=Basis.PRACTICE, family="consistency")
def signer_one_office(case: CheckContext) -> Iterator[RuleOutcome]:
    """Whoever signs as head of compliance is in charge of no plainly other function elsewhere in the form."""
    for item in reports_of(case):
        name = bare(item.text("signatory"))
        for unit in case.compliance_units if name else ():
            pledge = unit.record("truth_pledge")
            held = [(row, "title") for row in unit.rows("contacts") if bare(row.text("name")) == name]
            held += [(pledge, "title")] if bare(pledge.text("signatory")) == name else []
            held += [
                (other, "signatory_title")
                for other in case.filing.files
                if other is not item
                and bare(other.text("signatory")) == name
                and other.text("signatory_unit") == unit.id
            ]
            for row, key in held:
                verdict = case.guide.title(row.text(key), unit.kind, unit.name, case.as_of)
                if row.text(key) and verdict is TitleVerdict.OTHER_FUNCTION:
                    yield manual_review("other", row.at(key), title=row.text(key)[:20], unit=unit.name)
