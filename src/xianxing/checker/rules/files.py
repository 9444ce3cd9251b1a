"""What is wrong with the files themselves: hidden text, tracked changes, macros, links (clause 4.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FilingFile
from xianxing.checker.kinds import is_others_paper
from xianxing.checker.text.placeholders import Filled, filled, placeholder, refers_above
from xianxing.checker.text.reasons import said
from xianxing.checker.text.stream import FilingText, sought
from xianxing.documents.model import Block, Document, PlaceKind
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

DEFECTS = {
    "macros": "macros",
    "remote-template": "calls_out",
    "remote-image": "calls_out",
    "external-link": "calls_out",
    "pdf-javascript": "runs",
    "pdf-launch": "runs",
}
FOR_A_PERSON = {
    "name-mismatch": "mismatch",
    "part-damaged": "partly",
    "entry-unread": "partly",
    "cut": "partly",
    "embedded-object": "embedded",
    "pdf-embedded-file": "embedded",
    "nested-archive": "embedded",
    "unsafe-name": "odd_name",
    "duplicate-name": "odd_name",
    "symlink": "odd_name",
    "control-characters-in-name": "odd_name",
    "hidden-slide": "hidden_parts",
    "hidden-sheet": "hidden_parts",
    "hidden-rows": "hidden_parts",
}
OCR_CODES = ("ocr-incomplete", "ocr-failed", "ocr-doubtful", "text-layer")
COLUMN_NAMES = ("内容", "测试", "空", "略", "示例", "样例", "模板")
# Where nothing but a name or a label stands, a placeholder may be part of a name.
NAMES = (PlaceKind.FILE_NAME, PlaceKind.ENTRY, PlaceKind.SHEET_NAME)
_DRAFT = (
    "(?:征求意见|讨论|内部讨论|初|草|未定|修改|样|第?[一二三四五六七八九十\\d]{1,2})稿|草案|DRAFT|Draft|draft"
)
DRAFT = re.compile(rf"(?<![起拟])(?:{_DRAFT})(?![拟案])")
# In running text it marks the text only alone, or in brackets at the end of a title.
ALONE = re.compile(rf"[（(【\[]?\s*(?:{_DRAFT})[^）)】\]，。；]{{0,8}}[）)】\]]?")
AT_END = re.compile(rf"[（(【\[]\s*(?:{_DRAFT})[^）)】\]]{{0,8}}[）)】\]]\s*$|^\s*(?:{_DRAFT})\s*$")
_STOPS = re.compile("[。；]")
_TITLE = re.compile(r"《[^《》]{1,80}》")
TITLE_LENGTH = 50  # characters of a title or a margin
PROSE_KINDS = (
    PlaceKind.BODY,
    PlaceKind.TABLE,
    PlaceKind.SLIDE,
    PlaceKind.SPEAKER_NOTES,
    PlaceKind.FOOTNOTE,
    PlaceKind.ENDNOTE,
    PlaceKind.FIELD,
    PlaceKind.PICTURE,
)
DECEITFUL = ("white", "vanish", "bidi")


@rule("file-clean", version=2, clause="4.3.1", basis=Basis.PRACTICE, family="files")
def file_clean(case: CheckContext) -> Iterator[RuleOutcome]:
    """No file runs anything, calls anything from outside, or carries other files."""
    for item in case.reports:
        told: set[tuple[str, str]] = set()
        for problem in item.document.problems if item.document else ():
            inside = problem.location.startswith(("heading=", "page=", "slide="))
            place = f"{item.place}#{problem.location}" if inside else item.place
            key = (DEFECTS.get(problem.code, "") or FOR_A_PERSON.get(problem.code, ""), place)
            if key in told:
                continue
            told.add(key)
            if problem.code in DEFECTS:
                yield unmet(DEFECTS[problem.code], place, evidence={"code": problem.code})
            elif problem.code in FOR_A_PERSON:
                yield manual_review(FOR_A_PERSON[problem.code], place, evidence={"code": problem.code})


@rule("archive-clean", clause="4", basis=Basis.PRACTICE, family="files")
def archive_clean(case: CheckContext) -> Iterator[RuleOutcome]:
    """The archive that the filing came in has no odd entries."""
    if case.filing.problems:
        yield manual_review("odd", "", codes=said(*case.filing.problems))


@rule("file-final", version=3, clause="4.3.1", basis=Basis.PRACTICE, family="files")
def file_final(case: CheckContext) -> Iterator[RuleOutcome]:
    """A file is the final text: no mark of a draft; a person looks where changes or comments were left in.

    The guide asks for no clean file: a change or a remark may be a draft's, or an office's that forgot it.
    """
    for item in case.reports:
        for problem in item.document.problems if item.document else ():
            if problem.code == "tracked-changes":
                yield manual_review("tracked", item.place, evidence={"code": problem.code})
            elif problem.code == "comments":
                yield manual_review("comments", item.place, evidence={"code": problem.code})
    for text in sought(case, "draft_marks"):
        mark = _draft_mark(text)
        if mark:
            certain = text.visible and text.sure and text.kind not in NAMES
            yield (unmet if certain else manual_review)("draft", text.location, quote=mark)


def _draft_mark(text: FilingText) -> str:
    """The mark of a draft in a title, a margin, a water mark or a name; a law's own (草案) is none."""
    for line in re.split(r"[\n\t]", _TITLE.sub("", text.text)):
        prose = text.kind in PROSE_KINDS
        if prose and re.search("[，。；]", line):
            hit = next((one for piece in _STOPS.split(line) if (one := ALONE.fullmatch(piece.strip()))), None)
        else:
            hit = (AT_END if prose else DRAFT).search(line) if len(line.strip()) <= TITLE_LENGTH else None
        if hit:
            return hit.group().strip("（(【[）)】] ")[:20]
    return ""


@rule("nothing-hidden", clause="4.3.1", basis=Basis.PRACTICE, family="files")
def nothing_hidden(case: CheckContext) -> Iterator[RuleOutcome]:
    """A file holds no text that a reader of the page cannot see."""
    for item in case.reports:
        for hidden in item.document.hidden if item.document else ():
            if not hidden.excerpt.strip():
                continue
            place = f"{item.place}#{hidden.location}" if hidden.location else item.place
            speak = unmet if hidden.reason in DECEITFUL else manual_review
            yield speak("hidden", place, reason=said(hidden.reason), evidence={"reason": hidden.reason})


@rule("scan-read", clause="4.3.1", basis=Basis.PRACTICE, family="plausibility")
def scan_read(case: CheckContext) -> Iterator[RuleOutcome]:
    """A scanned report could be read whole by OCR."""
    for item in case.reports:
        if is_others_paper(case, item) or item.document is None or item.document.text_source == "none":
            continue
        codes = [problem.code for problem in item.document.problems if problem.code in OCR_CODES]
        if codes:
            yield manual_review("unsure", item.place, evidence={"code": codes[0]})


@rule("file-placeholder", version=3, clause="4.3.1", basis=Basis.GUIDE, family="form", also=("4.1.1",))
def file_placeholder(case: CheckContext) -> Iterator[RuleOutcome]:
    """No file holds words that only stand for something to come; outside of the pages a person looks."""
    above: dict[str, list[str]] = {}
    for text in sought(case, "placeholders"):
        if text.kind is PlaceKind.CELL:
            continue
        quote = _left_blank(text, above)
        if quote:
            proof = text.item is not None and is_others_paper(case, text.item)
            speak = (
                unmet
                if text.visible and text.sure and text.kind not in NAMES and not proof
                else manual_review
            )
            yield speak("placeholder", text.location, quote=quote, evidence={"quote": quote})


def _left_blank(text: FilingText, above: dict[str, list[str]]) -> str:
    """The placeholder in a text, "" for none. Forms and signature lines have blanks by right.

    `above` keeps the cells of the row before for each file: 同上 below words of its column says something.
    """
    place = text.item.place if text.item is not None else ""
    pieces = text.text.split("\t") if text.kind is PlaceKind.TABLE else text.text.split("\n")
    row = above.get(place, []) if text.kind is PlaceKind.TABLE else []
    above[place] = [
        row[number] if refers_above(piece) and number < len(row) else piece
        for number, piece in enumerate(pieces)
    ]
    for number, piece in enumerate(pieces):
        told_above = refers_above(piece) and number < len(row) and len(row[number].strip()) >= 2
        if told_above or filled(piece) not in (Filled.PLACEHOLDER, Filled.PARTLY):
            continue
        quote = placeholder(piece)
        if (
            _is_word(quote)
            and len(piece.strip()) >= 2
            and (text.sure or re.search("[\u4e00-\u9fff]{2}", quote))
        ):
            return quote
    return ""


def _is_word(quote: str) -> bool:
    """Whether a placeholder is words, not the blanks, boxes and dates of a form nor a column's name."""
    if not quote.strip("_＿ \t　□○◯※＊*[]（）()年月日") or quote.strip("_＿ □○◯*＊※").isdigit():
        return False
    short = len(quote) <= 3 and quote.isascii() and quote.isalnum()
    return not (short and quote.casefold() not in ("tbd", "tbc", "xxx", "xx")) and quote not in COLUMN_NAMES


def block_place(item: FilingFile, block: Block) -> str:
    """The location of a block of a file in the grammar of the folder format."""
    if block.slide:
        return f"{item.place}#slide={block.slide}"
    if block.page:
        return f"{item.place}#page={block.page}"
    return f"{item.place}#heading={block.heading}" if block.heading else item.place


def readable(document: Document | None) -> bool:
    """Whether the text of a document was in the file itself and can be relied on letter by letter."""
    return document is not None and document.usable and document.text_source == "file"
