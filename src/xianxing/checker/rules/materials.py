"""The files: entries, issuers, required parts, kinds of risk (clauses 4.1.2, 4.2.1–4.2.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import Case
from xianxing.checker.filing import FilingFile
from xianxing.checker.folder import same_name
from xianxing.checker.rules.files import readable
from xianxing.checker.text.parts import Evidence, evidence, mentioned
from xianxing.checker.text.similar import bare, names_unit
from xianxing.documents.model import Document
from xianxing.law import Basis, Issuer, Material, Section, Signer, Text
from xianxing.law.rules import Outcome, manual_review, not_applicable, rule, unknown, unmet

THIRD_PARTY = "third_party"
ISSUED_BY = r"(?:出具|编制|制定|评估|测评|检测|报告)(?:单位|机构|方|主体|人)"
FILED_BY = r"(?:申报|提交|联合申报|牵头申报|共同申报)(?:单位|机构)"
ORGANISATION = re.compile(r"公司|银行|事务所|中心|研究院|大学|协会|集团|交易所|企业")
ALSO = ("4.1.2", "4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5", "4.2.6", "4.2.7")
RISK_WORDS = {
    "business_risks": {
        "market": r"市场.{0,8}风险|价格.{0,4}风险",
        "credit": r"信用.{0,8}风险|违约风险",
        "liquidity": r"流动性.{0,8}风险",
        "operational": r"操作.{0,8}风险|运营.{0,6}风险",
        "compliance": r"合规.{0,8}风险|法律.{0,6}风险",
        "public_opinion": r"舆情|声誉.{0,6}风险|舆论",
    },
    "technical_risks": {
        "network": r"网络.{0,10}(?:安全|风险|攻击|入侵)|网络及?与?系统|网络、",
        "system": r"系统.{0,10}(?:安全|风险|故障|稳定|可用)|应用安全|主机安全",
        "data": r"数据.{0,10}(?:安全|风险|泄露|保护)",
        "personal_information": r"个人(?:信息|隐私|敏感信息|金融信息)|隐私(?:保护|风险|安全)"
        r"|(?:客户|用户|敏感)信息",
    },
}
RISK_REPORTS = {"business_risk_report": "business_risks", "technical_security_report": "technical_risks"}


@rule("file-present", clause="4", basis=Basis.GUIDE, family="files", also=ALSO)
def file_present(case: Case) -> Iterator[Outcome]:
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


@rule("files-listed", clause="4", basis=Basis.PRACTICE, family="plausibility")
def files_listed(case: Case) -> Iterator[Outcome]:
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
def file_kind(case: Case) -> Iterator[Outcome]:
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
def issuers_known(case: Case) -> Iterator[Outcome]:
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
def right_issuer(case: Case) -> Iterator[Outcome]:
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


def _issuer(case: Case, item: FilingFile, material: Material) -> Iterator[Outcome]:
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


def _own_unit(case: Case, name: str) -> bool:
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


def _cover(case: Case, item: FilingFile, material: Material, allowed: set[str]) -> Iterator[Outcome]:
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


def _marks(case: Case, item: FilingFile, material: Material) -> Iterator[Outcome]:
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


@rule("parts-treated", clause="4", basis=Basis.GUIDE, family="materials", also=ALSO)
def parts_treated(case: Case) -> Iterator[Outcome]:
    """Each report treats the parts that the guide asks of its kind, under whatever headings."""
    for item in case.reports:
        material, document = case.guide.materials.get(item.kind), item.document
        if material is None or document is None or not material.sections:
            continue
        if document.text_source == "none":
            if material.signed_by is not Signer.COMPLIANCE_HEAD:  # `compliance-report-readable` says so there
                yield manual_review("scan", item.place, clause=material.clause, kind=material.label)
            continue
        yield from _parts(item, document, material, (material.label.zh, case.filing.name))
    if not any(item.kind in case.guide.materials for item in case.filing.files):
        yield not_applicable("no_reports")


def _parts(
    item: FilingFile, document: Document, material: Material, titles: tuple[str, ...]
) -> Iterator[Outcome]:
    found = {
        section.key: evidence(document, section, material.sections, titles) for section in material.sections
    }
    if material.signed_by is Signer.COMPLIANCE_HEAD:
        # the clause asks what the report argues, not how it is divided: `compliance-argued` judges that
        for section in material.sections:
            if found[section.key][0] is not Evidence.TREATED and mentioned(document, section):
                found[section.key] = (Evidence.TREATED, "")
    by = {kind: [s for s in material.sections if found[s.key][0] is kind] for kind in Evidence}
    certain = document.text_source == "file"
    lacking = by[Evidence.MISSING] + by[Evidence.HOLLOW]
    if lacking:
        basis = Basis.GUIDE if any(section.basis is Basis.GUIDE for section in lacking) else Basis.PRACTICE
        key = "hollow" if not by[Evidence.MISSING] else "missing"
        yield (unmet if certain and basis is Basis.GUIDE else manual_review)(
            key,
            item.place,
            clause=lacking[0].clause,
            basis=basis,
            kind=material.label,
            parts=_labels(lacking),
            evidence={"parts": [section.key for section in lacking]},
        )
    elsewhere = by[Evidence.ELSEWHERE]
    if elsewhere:
        where = "、".join(f"“{found[section.key][1][:20]}”" for section in elsewhere)
        yield manual_review(
            "elsewhere",
            item.place,
            clause=elsewhere[0].clause,
            kind=material.label,
            parts=_labels(elsewhere),
            where=where,
        )


def _labels(sections: list[Section]) -> Text:
    return Text("、".join(s.label.zh for s in sections), ", ".join(s.label.en for s in sections))


@rule("risks-analysed", clause="4.2.3", basis=Basis.GUIDE, family="materials", also=("4.2.4",))
def risks_analysed(case: Case) -> Iterator[Outcome]:
    """The risk reports analyse each kind of risk that the guide names."""
    judged = False
    for item in case.reports:
        table = RISK_REPORTS.get(item.kind)
        material, document = case.guide.materials.get(item.kind), item.document
        if table is None or material is None or document is None or document.text_source != "file":
            continue
        judged = True
        text = re.sub(r"\s+", "", document.text)
        in_form = {row.text("kind") for row in case.filing.content.rows(table)}
        lacking = [
            choice
            for choice in case.guide.field(f"content.{table}.kind").choices
            if not _named(table, str(choice.value), choice.label.zh, text)
        ]
        if lacking:
            names = Text(
                "、".join(choice.label.zh for choice in lacking),
                ", ".join(choice.label.en for choice in lacking),
            )
            speak = unmet if any(choice.value in in_form for choice in lacking) else manual_review
            yield speak(
                "lacking",
                item.place,
                clause=material.clause,
                kind=material.label,
                names=names,
                evidence={"kinds": [str(choice.value) for choice in lacking]},
            )
    if not judged:
        yield not_applicable("no_reports")


def _named(table: str, value: str, label: str, text: str) -> bool:
    if value == "other":
        return True
    return re.search(RISK_WORDS.get(table, {}).get(value) or re.escape(label), text) is not None


@rule("optional-readable", clause="4.2.7", basis=Basis.PRACTICE, family="files", also=ALSO)
def optional_readable(case: Case) -> Iterator[Outcome]:
    """Optional files can be opened."""
    for item in case.filing.files:
        material, document = case.guide.materials.get(item.kind), item.document
        if document is None or document.usable or (material is not None and material.mandatory):
            continue
        code = next(problem.code for problem in document.problems if problem.fatal)
        yield unknown("unreadable", item.place, clause=material.clause if material else None, code=code)


@rule("translation-names-original", clause="4.3.5", basis=Basis.GUIDE, family="wording")
def translation_names_original(case: Case) -> Iterator[Outcome]:
    """A translation names the file that it translates, and that file is in the list."""
    names = {same_name(item.file) for item in case.filing.files}
    translations = case.filing.files_of("translation")
    if not translations:
        yield not_applicable("none")
    for item in translations:
        original = item.text("translation_of")
        if not original:
            yield unmet("no_original", item.at("translation_of"))
        elif same_name(original) not in names or same_name(original) == same_name(item.file):
            yield unmet("unknown_original", item.at("translation_of"))
