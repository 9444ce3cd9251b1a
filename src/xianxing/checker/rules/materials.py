"""The files: entries, issuers, required parts, kinds of risk (clauses 4.1.2, 4.2.1–4.2.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FilingFile
from xianxing.checker.folder import same_name
from xianxing.checker.kinds import translations_in
from xianxing.checker.rules.compliance import material_of
from xianxing.checker.rules.files import block_place, readable
from xianxing.checker.text.data import risk_words
from xianxing.checker.text.parts import Parts, Seen, Treatment, mentioned
from xianxing.checker.text.reasons import said
from xianxing.checker.text.similar import bare, names_unit
from xianxing.documents.model import Document, FileKind
from xianxing.law import Basis, Issuer, MaterialKind, ReportSection, SectionMeans, Signer, Text
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule, unknown, unmet

THIRD_PARTY = "third_party"
ISSUED_BY = r"(?:出具|编制|制定|评估|测评|检测|报告)(?:单位|机构|方|主体|人)"
FILED_BY = r"(?:申报|提交|联合申报|牵头申报|共同申报)(?:单位|机构)"
ORGANISATION = re.compile(r"公司|银行|事务所|中心|研究院|大学|协会|集团|交易所|企业")
COMPLIANCE_CLAUSE = "4.1.2"
ALSO = (COMPLIANCE_CLAUSE, "4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5", "4.2.6", "4.2.7")
LISTS = 4  # so many kinds of risk in one sentence are a list, not an analysis


@rule("file-present", clause="4", basis=Basis.GUIDE, family="files", also=ALSO)
def file_present(case: CheckContext) -> Iterator[RuleOutcome]:
    """Every file that the list names is in the folder."""
    for item in case.filing.files:
        material = case.guide.materials.get(item.kind)
        clause = material.clause if material else None
        if item.state in ("missing", "directory"):
            yield unmet("missing", item.place, clause=clause)
        elif item.state == "outside":
            yield unmet("outside", item.at("file"), clause=clause, basis=Basis.PRACTICE)
        elif item.state == "no_name":
            yield unmet("no_name", item.at("file"), clause=clause, basis=Basis.PRACTICE)


@rule("mandatory-present", clause="4", basis=Basis.GUIDE, family="materials", also=ALSO)
def mandatory_present(case: CheckContext) -> Iterator[RuleOutcome]:
    """Every kind of file that the guide makes mandatory is filed, and one of its files is in the folder."""
    judged = material_of(case) if case.guide.cite(COMPLIANCE_CLAUSE) else None
    asked = [one for one in case.guide.materials.values() if one.mandatory and one is not judged]
    if not asked:
        yield not_applicable("only_report")  # `compliance-report-present` speaks of that one
    for material in asked:
        entries = case.filing.files_of(material.key)
        if not any(item.document is not None for item in entries):
            place = entries[0].place if entries else ""
            yield unmet("lacking", place, clause=material.clause, kind=material.label)


@rule("files-listed", clause="4", basis=Basis.PRACTICE, family="plausibility")
def files_listed(case: CheckContext) -> Iterator[RuleOutcome]:
    """Every file of the folder is named by an entry, and none twice."""
    if case.filing.stray:
        names = "、".join(f"《{name}》" for name in case.filing.stray[:5])
        yield manual_review("stray", "", names=names, count=len(case.filing.stray))
    seen: set[tuple[str, str]] = set()
    for item in case.filing.files:
        key = (item.kind, same_name(item.file))
        if item.file and key in seen:
            yield manual_review("twice", item.at("file"))
        seen.add(key)


@rule("file-kind", clause="4", basis=Basis.PRACTICE, family="plausibility", also=ALSO)
def file_kind(case: CheckContext) -> Iterator[RuleOutcome]:
    """A file is of a type that its kind is usually handed in as."""
    for item in case.filing.files:
        material, document = case.guide.materials.get(item.kind), item.document
        if (
            material
            and document
            and document.usable
            and material.formats
            and document.kind.value not in material.formats
        ):
            yield manual_review(
                "unusual", item.place, clause=material.clause, type=document.kind.value, kind=material.label
            )


@rule("issuers-known", clause="4", basis=Basis.PRACTICE, family="materials", also=ALSO)
def issuers_known(case: CheckContext) -> Iterator[RuleOutcome]:
    """Every issuer is a unit of this filing or the third-party body, which is named."""
    ids = {unit.id for unit in case.filing.units}
    for item in case.filing.files if ids else ():
        material = case.guide.materials.get(item.kind)
        clause = material.clause if material else None
        for issuer in item.issuers:
            if issuer not in ids and issuer != THIRD_PARTY:
                yield unmet("unknown", item.at("issuers"), clause=clause, issuer=issuer[:30])
        if THIRD_PARTY in item.issuers and not item.text("third_party"):
            yield unmet("third_party_unnamed", item.at("third_party"), clause=clause)
        signed_for = item.text("signatory_unit")
        if signed_for and signed_for not in ids and signed_for != THIRD_PARTY:
            yield unmet("unknown_signer", item.at("signatory_unit"), clause=clause, issuer=signed_for[:30])


@rule("right-issuer", clause="4", basis=Basis.GUIDE, family="materials", also=ALSO)
def right_issuer(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each report was issued by those whom the guide names, by the entry and by the file itself."""
    judged = False
    for item in case.filing.files:
        material = case.guide.materials.get(item.kind)
        if material is None or material.issued_by in (Issuer.ANYONE, Issuer.ANY_UNIT, Issuer.COMPLIANCE_UNIT):
            continue
        judged = True
        yield from _issuer(case, item, material)
    if not judged:
        yield not_applicable("no_reports")


def _issuer(case: CheckContext, item: FilingFile, material: MaterialKind) -> Iterator[RuleOutcome]:
    issuers = set(item.issuers)
    providers = {unit.id for unit in case.providers}
    basis, clause = material.issued_by_basis, material.clause
    units = {unit.id for unit in case.filing.units}
    if not issuers:
        yield unmet("nobody", item.place, clause=clause, basis=basis, kind=material.label)
    elif material.issued_by is Issuer.ALL_UNITS:
        lacking = [case.unit_name(unit.id) for unit in case.filing.units if unit.id not in issuers]
        if lacking:
            yield unmet(
                "not_all",
                item.place,
                clause=clause,
                basis=basis,
                kind=material.label,
                names="、".join(lacking),
            )
        else:
            yield from _marks(case, item, material)
    elif not providers:
        return
    else:
        allowed = set(providers)
        if material.issued_by is Issuer.SCENARIO_PROVIDER_OR_THIRD_PARTY:
            allowed.add(THIRD_PARTY)
        names = "、".join(
            case.unit_name(one) if one in units else item.text("third_party") or one for one in item.issuers
        )
        if not issuers & allowed:
            key = "not_provider_or_third" if THIRD_PARTY in allowed else "not_provider"
            yield unmet(key, item.place, clause=clause, basis=basis, kind=material.label, names=names)
        elif THIRD_PARTY in issuers and _own_unit(case, item.text("third_party")):
            yield unmet(
                "not_third",
                item.place,
                clause=clause,
                basis=basis,
                kind=material.label,
                names=item.text("third_party"),
            )
        elif issuers - allowed:
            yield manual_review(
                "with_others", item.place, clause=clause, basis=basis, kind=material.label, names=names
            )
        else:
            yield from _cover(case, item, material, allowed)


def _own_unit(case: CheckContext, name: str) -> bool:
    return any(bare(unit.name) == bare(name) for unit in case.filing.units if not case.is_pilot(unit))


def issued_by_file(document: Document, labels: str = ISSUED_BY) -> str:
    """What the cover says after 出具单位： and the like, "" when it says nothing.

    申报单位 alone names who files, not who issued: a third party's report may bear it too.
    """
    found = []
    for block in document.blocks[:40]:
        line = re.match(rf"\s*(?:{labels})(?:[（(][^）)]*[）)])?\s*[：:]\s*(.{{2,200}})", block.text, re.S)
        if line:
            found.append(line.group(1).strip())
        for label, value in zip(block.cells, block.cells[1:], strict=False):
            if re.fullmatch(rf"(?:{labels})", re.sub(r"[\s：:]", "", label)) and value.strip():
                found.append(value.strip())
    return "、".join(found)


def _cover(
    case: CheckContext, item: FilingFile, material: MaterialKind, allowed: set[str]
) -> Iterator[RuleOutcome]:
    """The cover names an issuer who is none of those allowed."""
    document = item.document
    cover = issued_by_file(document) if document is not None and readable(document) else ""
    right = [unit.name for unit in case.filing.units if unit.id in allowed]
    if THIRD_PARTY in item.issuers:
        right.append(item.text("third_party"))
    if not cover or any(names_unit(cover, name) for name in right):
        return
    others = [unit.name for unit in case.filing.units if names_unit(cover, unit.name)]
    if others or ORGANISATION.search(cover):
        names = "、".join(others) or cover[:30]
        basis = material.issued_by_basis
        yield unmet(
            "cover_other", item.place, clause=material.clause, basis=basis, kind=material.label, names=names
        )


def _marks(case: CheckContext, item: FilingFile, material: MaterialKind) -> Iterator[RuleOutcome]:
    """Every unit that the entry calls an issuer also stands on the cover or the signature page."""
    document = item.document
    if document is None or not readable(document):
        return
    signed = [block.unit for block in document.signatures if block.unit]
    cover = issued_by_file(document) or issued_by_file(document, FILED_BY)
    for unit in case.filing.units:
        on_page = any(names_unit(one, unit.name) for one in signed)
        on_cover = names_unit(cover, unit.name) if cover else False
        if not unit.name or (on_page and (on_cover or not cover)):
            continue
        if (signed or cover) and not on_page and not on_cover:
            basis = material.issued_by_basis
            yield unmet("no_mark", item.place, clause=material.clause, basis=basis, unit=unit.name)
        elif not on_page and (signed or not names_unit(document.text, unit.name)):
            yield manual_review(
                "no_signature", item.place, clause=material.clause, basis=Basis.PRACTICE, unit=unit.name
            )


@rule("parts-treated", version=3, clause="4", basis=Basis.GUIDE, family="materials", also=ALSO)
def parts_treated(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each report treats the parts that the guide asks of its kind, under whatever headings."""
    for item in case.reports:
        material, document = case.guide.materials.get(item.kind), item.document
        if material is None or document is None or not material.sections:
            continue
        if document.text_source == "none":
            if material.signed_by is not Signer.COMPLIANCE_HEAD:  # `compliance-report-readable` says so there
                speak, key = (unknown, "unread") if document.unread else (manual_review, "scan")
                yield speak(key, item.place, clause=material.clause, kind=material.label)
            continue
        yield from _parts(case, item, document, material)
    if not any(item.kind in case.guide.materials for item in case.filing.files):
        yield not_applicable("no_reports")


def _read(case: CheckContext, document: Document, material: MaterialKind) -> Parts:
    """The report read for its parts; the kinds of technical risk are told apart from its measures."""
    kinds = risk_kinds(case, material) if material.risks_as_sections else ()
    return Parts(document, (*material.sections, *kinds), (material.label.zh, case.filing.name))


def risk_kinds(case: CheckContext, material: MaterialKind) -> tuple[ReportSection, ...]:
    """The kinds of risk that the form lists for a report, as parts of it."""
    choices = case.guide.field(f"{material.risks}.kind").choices
    return tuple(
        ReportSection(str(one.value), one.label, material.clause, Basis.GUIDE, (), ())
        for one in choices
        if one.value != "other"
    )


def _parts(
    case: CheckContext, item: FilingFile, document: Document, material: MaterialKind
) -> Iterator[RuleOutcome]:
    read = _read(case, document, material)
    found = {section.key: read.seen(section) for section in material.sections}
    if material.signed_by is Signer.COMPLIANCE_HEAD:
        # the clause asks what the report argues, not how it is divided: `compliance-argued` judges that
        for section in material.sections:
            if found[section.key].treatment is not Treatment.TREATED and mentioned(document, section):
                found[section.key] = Seen(Treatment.TREATED)
    risks = next((s.key for s in material.sections if s.means == SectionMeans.RISKS), None)
    if risks is not None and material.risks and _kinds_treated(case, read, material):
        found[risks] = Seen(Treatment.TREATED)
    by = {kind: [s for s in material.sections if found[s.key].treatment is kind] for kind in Treatment}
    certain = document.text_source == "file"
    lacking = by[Treatment.MISSING] + by[Treatment.HOLLOW]
    if lacking:
        basis = Basis.GUIDE if any(section.basis is Basis.GUIDE for section in lacking) else Basis.PRACTICE
        key = "hollow" if not by[Treatment.MISSING] else "missing"
        yield (unmet if certain and basis is Basis.GUIDE else manual_review)(
            key,
            item.place,
            clause=lacking[0].clause,
            basis=basis,
            kind=material.label,
            parts=_labels(lacking),
            evidence={"parts": [section.key for section in lacking]},
        )
    for section in by[Treatment.UNPICTURED]:
        yield _no_picture(case, item, material, section, found[section.key])
    for kind in (Treatment.ELSEWHERE, Treatment.UNPLACED):
        yield from _to_judge(item, material, by[kind], found)


def _no_picture(
    case: CheckContext, item: FilingFile, material: MaterialKind, section: ReportSection, seen: Seen
) -> RuleOutcome:
    """A part that asks for pictures has none; a person looks where they may stand elsewhere or be drawn."""
    document = item.document
    drawn = document is not None and document.kind is not FileKind.DOCX  # perhaps not as a picture
    handed_in = any(
        other.document is not None
        and other.document.kind in (FileKind.IMAGE, FileKind.ZIP)
        and (kind := case.guide.materials.get(other.kind)) is not None
        and kind.issued_by is Issuer.ANYONE
        for other in case.filing.files
    )
    certain = seen.promised and not (drawn or handed_in) and section.basis is Basis.GUIDE
    place = block_place(item, seen.block) if seen.block else item.place
    return (unmet if certain else manual_review)(
        "no_picture",
        place,
        clause=section.clause,
        basis=section.basis,
        kind=material.label,
        part=section.label,
        evidence={"parts": [section.key]},
    )


def _kinds_treated(case: CheckContext, read: Parts, material: MaterialKind) -> bool:
    """Whether a report without a chapter on risks analyses kinds of risk one by one."""
    kinds = risk_kinds(case, material)
    if material.risks_as_sections:
        return sum(read.seen(kind).treatment is Treatment.TREATED for kind in kinds) >= 2
    return read.together(kinds) >= LISTS or read.headed(kinds) >= LISTS


def _to_judge(
    item: FilingFile, material: MaterialKind, sections: list[ReportSection], found: dict[str, Seen]
) -> Iterator[RuleOutcome]:
    """One question a report: parts seen only within others, or that an unplaced section may be."""
    if not sections:
        return
    seen = [found[section.key] for section in sections]
    where = "、".join(dict.fromkeys(f"“{one.where[:20]}”" for one in seen))
    if seen[0].treatment is Treatment.ELSEWHERE:
        place, key = item.place, "elsewhere"
    else:
        place = block_place(item, seen[0].block) if seen[0].block else item.place
        where = where.strip("“”")
        key = "unplaced" if where else "untitled"
    yield manual_review(
        key, place, clause=sections[0].clause, kind=material.label, parts=_labels(sections), where=where
    )


def _labels(sections: list[ReportSection]) -> Text:
    return Text("、".join(s.label.zh for s in sections), ", ".join(s.label.en for s in sections))


@rule("risks-analysed", version=2, clause="4.2.3", basis=Basis.GUIDE, family="materials", also=("4.2.4",))
def risks_analysed(case: CheckContext) -> Iterator[RuleOutcome]:
    """The risk reports analyse each kind of risk that the guide names."""
    judged = False
    for item in case.reports:
        material, document = case.guide.materials.get(item.kind), item.document
        if material is None or not material.risks or document is None or document.text_source != "file":
            continue
        judged = True
        kinds = risk_kinds(case, material)
        if material.risks_as_sections:
            lacking, hardly = _kinds_by_section(case, document, material)
        else:
            lacking, hardly = _kinds_by_words(document, kinds)
        in_form = {row.text("kind") for row in case.filing.content.rows(material.risks.rpartition(".")[2])}
        if lacking and not any(kind.key in in_form for kind in lacking):
            lacking, hardly = [], lacking + hardly
        for key, speak, some in (("lacking", unmet, lacking), ("hardly", manual_review, hardly)):
            if some:
                yield speak(
                    key,
                    item.place,
                    clause=material.clause,
                    kind=material.label,
                    names=_labels(some),
                    evidence={"kinds": [kind.key for kind in some]},
                )
    if not judged:
        yield not_applicable("no_reports")


def _kinds_by_section(
    case: CheckContext, document: Document, material: MaterialKind
) -> tuple[list[ReportSection], list[ReportSection]]:
    """Kinds of technical risk that have neither heading nor paragraph, and those only touched on."""
    read = _read(case, document, material)
    lacking: list[ReportSection] = []
    hardly: list[ReportSection] = []
    for kind in risk_kinds(case, material):
        seen = read.seen(kind)
        if seen.treatment is Treatment.TREATED:
            continue
        vague = seen.treatment in (Treatment.UNPLACED, Treatment.ELSEWHERE) or read.signs_anywhere(kind) >= 2
        (hardly if vague and seen.treatment is not Treatment.HOLLOW else lacking).append(kind)
    return lacking, hardly


def _kinds_by_words(
    document: Document, kinds: tuple[ReportSection, ...]
) -> tuple[list[ReportSection], list[ReportSection]]:
    """Kinds of business risk that are nowhere named, and those that only an enumeration names."""
    words = {kind.key: risk_words(kind.key) or re.escape(kind.label.zh) for kind in kinds}
    listed: set[str] = set()
    apart: set[str] = set()
    for block in document.blocks:
        for piece in re.split("[。；;]", re.sub(r"\s+", "", block.text)):
            named = {key for key, pattern in words.items() if re.search(pattern, piece)}
            (listed if len(named) >= LISTS else apart).update(named)
    lacking = [kind for kind in kinds if kind.key not in listed | apart]
    hardly = [kind for kind in kinds if kind.key in listed - apart] if len(apart) >= LISTS else []
    return lacking, hardly


@rule("optional-readable", clause="4.2.7", basis=Basis.PRACTICE, family="files", also=ALSO)
def optional_readable(case: CheckContext) -> Iterator[RuleOutcome]:
    """Optional files can be opened."""
    for item in case.filing.files:
        material, document = case.guide.materials.get(item.kind), item.document
        if document is None or document.usable or (material is not None and material.mandatory):
            continue
        code = next(problem.code for problem in document.problems if problem.fatal)
        yield unknown("unreadable", item.place, clause=material.clause if material else None, code=said(code))


@rule("translation-names-original", clause="4.3.5", basis=Basis.GUIDE, family="wording")
def translation_names_original(case: CheckContext) -> Iterator[RuleOutcome]:
    """A translation names the file that it translates, and that file is in the list."""
    names = {same_name(item.file) for item in case.filing.files}
    translations = translations_in(case)
    if not translations:
        yield not_applicable("none")
    for item in translations:
        original = item.text("translation_of")
        if not original:
            yield unmet("no_original", item.at("translation_of"))
        elif same_name(original) not in names or same_name(original) == same_name(item.file):
            yield unmet("unknown_original", item.at("translation_of"))
