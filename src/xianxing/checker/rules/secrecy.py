"""State secrets and sensitive information (clause 4.3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.text.personal import personal_numbers
from xianxing.checker.text.stream import FilingText, sought
from xianxing.documents.markings import marking_in, starred_within
from xianxing.documents.model import Document, PlaceKind
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

MARKING = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆＊*]\s*(?:\d+\s*[年月天]|长期|启用前)?"
    r"|^[\[（(【]?(?:绝密|机密|秘密)(?:级|文件|件|资料)?[\]）)】]?(?=[\s：:，。]|$)"
    r"|(?:密级|保密等级)[：:]\s*(?:绝密|机密|秘密)"
    r"|(?:本|该)(?:材料|文件|项目|内容)[^，。；不非未无]{0,4}(?:属于?|为|是)(?:国家秘密|(?:绝密|机密|秘密)级)"
)


NAMED = re.compile(r"(?:^|[（(\[【_\-])(?:绝密|机密|秘密)(?=[★☆）)\]】_\-.])")
NAMES = (PlaceKind.FILE_NAME, PlaceKind.ENTRY, PlaceKind.SHEET_NAME)
# Where nothing but a few words stand, a level without a star is a marking as well.
LABELS_ONLY = (
    PlaceKind.HEADER,
    PlaceKind.FOOTER,
    PlaceKind.TEXT_BOX,
    PlaceKind.PICTURE,
    PlaceKind.PROPERTY,
    PlaceKind.FIELD,
    PlaceKind.ALTERNATIVE,
    PlaceKind.COMMENT,
)
NUMBERED_CELLS = ("unit.contacts", "unit.uscc", "unit.licences")
PERSONAL = ("identity", "document", "bank_card")
READ_WELL = 0.9  # mean confidence of OCR from which a starred marking is taken as read
# Words of a cell that put something into the class of state secrets without marking it so.
HELD_SECRET = re.compile(
    r"(?:属于?|列为|定为|涉及|含有?|包含|包括|构成|来自|接触|使用|掌握)[^，。；]{0,8}国家秘密|国家秘密(?:载体|事项|信息|资料|数据)"
    r"|涉密(?:资料|数据|信息|文件|材料|内容|系统|网络|项目|载体)"
)
NOT_HELD = re.compile(
    "不|未|无|非|没有|禁止|严禁|防止|避免|是否|如果|如有|如涉|若|凡|一旦|自查|承诺|培训|排查|隔离"
)


@rule("no-state-secrets", clause="4.3.2", basis=Basis.GUIDE, family="secrecy")
def no_state_secrets(case: CheckContext) -> Iterator[RuleOutcome]:
    """The self-check says that no state secret is in the filing."""
    content = case.filing.content
    flag = content.flag("state_secrets")
    if flag is True:
        yield unmet("declared", content.at("state_secrets"))
    elif flag is None:
        yield unmet("unchecked", content.at("state_secrets"), basis=Basis.PRACTICE)


@rule("no-secrecy-marking", version=3, clause="4.3.2", basis=Basis.GUIDE, family="secrecy")
def no_secrecy_marking(case: CheckContext) -> Iterator[RuleOutcome]:
    """Nothing in the filing bears a marking of state secrecy, wherever words can stand."""
    told: set[str] = set()
    for item in case.filing.files:
        for marking in item.document.markings if item.document is not None else ():
            at = f"{item.place}#{marking.location}" if marking.location else item.place
            speak = unmet if item.document and _certain(item.document, marking.text) else manual_review
            told.add(at)
            yield _marked(speak, "file", at, marking.text)
    for text in sought(case, "secrecy_marks"):
        if text.kind is PlaceKind.CELL:
            found = MARKING.search(text.text)
            if found:
                yield _marked(unmet, "cell", text.location, found.group().strip())
        elif text.kind in NAMES:
            if NAMED.search(text.text):
                yield manual_review("file_name", text.location)
        elif text.location not in told or not text.visible:
            yield from _marked_beside(text)


def _marked(speak: Callable[..., RuleOutcome], key: str, at: str, marking: str) -> RuleOutcome:
    return speak(key, at, marking=marking[:20], evidence={"marking": marking[:20]})


def _marked_beside(text: FilingText) -> Iterator[RuleOutcome]:
    """A marking beside the pages: a line of its own is one, and one with its term; else a person looks."""
    whole = marking_in(text.text, margin=text.kind in LABELS_ONLY)
    within = "" if whole or not text.sure else starred_within(text.text)
    if whole:
        certain = re.search("[★☆]", whole) is not None or (text.sure and text.visible)
        yield _marked(unmet if certain else manual_review, "file", text.location, whole)
    elif within:
        yield _marked(unmet if re.search(r"\d", within) else manual_review, "file", text.location, within)


def _certain(document: Document, marking: str) -> bool:
    """Whether a marking surely stands there: in the text itself, or starred and read well from a picture."""
    read_well = (document.ocr_confidence or 0) >= READ_WELL
    return document.text_source in ("file", "mixed") or (read_well and re.search("[★☆]", marking) is not None)


@rule("secrets-mentioned", version=2, clause="4.3.2", basis=Basis.PRACTICE, family="secrecy")
def secrets_mentioned(case: CheckContext) -> Iterator[RuleOutcome]:
    """Nothing in the filing says in running words that something in it is a state secret."""
    for text in sought(case, "secrets_mentioned"):
        for sentence in re.split("[。；;\n]", text.text):
            hit = HELD_SECRET.search(sentence)
            if hit and not NOT_HELD.search(sentence):
                yield manual_review("said", text.location, quote=hit.group()[:40])
                break


@rule("no-personal-numbers", version=3, clause="4.3.2", basis=Basis.PRACTICE, family="wording")
def no_personal_numbers(case: CheckContext) -> Iterator[RuleOutcome]:
    """No identity card, bank card or mobile number of a person stands in a cell that may be made public."""
    for text in sought(case, "personal_numbers"):
        path = text.slot.field.path if text.slot is not None else ""
        if text.kind is not PlaceKind.CELL or path.startswith(NUMBERED_CELLS):
            continue
        kinds = {number.kind for number in personal_numbers(text.text, known=case.institution_numbers)}
        known = [kind for kind in PERSONAL if kind in kinds]
        if known:
            yield unmet(known[0], text.location, evidence={"kind": known[0]})
        elif kinds:
            yield manual_review("mobile", text.location, evidence={"kind": "mobile"})


@rule("no-personal-numbers-files", version=3, clause="4.3.2", basis=Basis.PRACTICE, family="plausibility")
def no_personal_numbers_files(case: CheckContext) -> Iterator[RuleOutcome]:
    """Numbers of identity and bank cards and of passports, anywhere in a file, are for a person."""
    for text in sought(case, "personal_numbers"):
        if text.kind is PlaceKind.CELL:
            continue
        kinds = {number.kind for number in personal_numbers(text.text, known=case.institution_numbers)}
        if kinds & set(PERSONAL):
            yield manual_review("number", text.location)


@rule("trade-secrets-named", clause="4.3.2", basis=Basis.PRACTICE, family="form")
def trade_secrets_named(case: CheckContext) -> Iterator[RuleOutcome]:
    """A trade secret names a field of the form, with a reason for masking it."""
    for row in case.filing.content.rows("trade_secrets"):
        field = row.text("field").removeprefix("content.").removeprefix("project.")
        labels = {one.label.zh for one in case.guide.fields.values()}
        known = (
            any(case.guide.has_field(f"{group}.{field}") for group in ("content", "project"))
            or field in labels
        )
        if field and not known:
            yield manual_review("unknown_field", row.at("field"), field=field[:30])
