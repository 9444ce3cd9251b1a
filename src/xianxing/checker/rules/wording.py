"""Terms (clause 4.3.5): English words glossed at first use, English material translated, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import CheckContext, Slot
from xianxing.checker.filing import FilingFile
from xianxing.checker.folder import same_name
from xianxing.checker.kinds import is_report, meaning_of, needs_gloss, translations_in
from xianxing.checker.rules.files import block_place
from xianxing.checker.text.english import GlossNeed, Word, canonical, english_share, english_words
from xianxing.checker.text.stream import FilingText, sought
from xianxing.documents.model import Block, BlockKind, Document, DocumentNote, FileKind, PlaceKind
from xianxing.law import Basis, MaterialMeans
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule, unmet

NOT_PROSE = re.compile(
    r"^(?:content\.(?:glossary|trade_secrets\.field|monitoring\.unit|scale\.unit)|unit\.(?:id|name"
    r"|uscc|kind|registered_in|jurisdiction|licences|contacts|truth_pledge)|material)"
)
LEAST_CHINESE = 0.5  # characters of a translation for each word of the original
LETTERS = 60  # letters without any Chinese that make the text of a picture English
MOST_TEXT = 300_000  # characters of a file that are looked through for English
RUNNING = (
    PlaceKind.BODY,
    PlaceKind.TABLE,
    PlaceKind.TEXT_BOX,
    PlaceKind.SLIDE,
    PlaceKind.SPEAKER_NOTES,
    PlaceKind.SHEET_NAME,
)
EXPLAINED = re.compile(
    r"是指|系指|指的是|即指|[（，](?:是)?指(?![标定令导南数引纹示派挥向责])[\u4e00-\u9fff]{3}"
    r"|(?:名词|术语|用语)(?:解释|说明|定义|表|释义|及(?:定义|解释))|释义|^注[：:]|[（(](?:即|也就是|又称|指)[\u4e00-\u9fff]{4}",
    re.M,
)
# 1 电子仓单：…, ① …, [注1] …, 注2：…, ※…, 脚注1 …
NOTE_LINE = re.compile(
    r"^\s*(?:[\[〔（(【]\s*(?:脚?注(?:释)?\s*)?(?:\d{1,2}|[①-⑳一二三四五六七八九十])\s*[\]〕）)】]"
    r"|脚?注(?:释)?\s*(?:\d{1,2}|[①-⑳一二三四五六七八九十])?\s*[：:.．、]?|\d{1,2}|[①-⑳]|[*＊※†])"
    r"\s*[\u4e00-\u9fff“「A-Za-z].{7,}[。”]?\s*$"
)


@rule("english-glossed", version=2, clause="4.3.5", basis=Basis.GUIDE, family="wording")
def english_glossed(case: CheckContext) -> Iterator[RuleOutcome]:
    """In the order of the form, each English word is glossed in Chinese where it first stands."""
    seen: set[str] = set()
    for slot, words in _cells(case):
        new = [word for word in words if canonical(word.text) not in seen]
        seen |= {canonical(word.text) for word in words if word.glossed or word.need is GlossNeed.SURE}
        yield from _unglossed(slot.location, [word for word in new if word.need is GlossNeed.SURE])


@rule("english-glossed-each-cell", version=2, clause="4.3.5", basis=Basis.PRACTICE, family="wording")
def english_glossed_each_cell(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each cell stands for itself: a word glossed in an earlier cell is glossed again at its first use."""
    seen: set[str] = set()
    for slot, words in _cells(case):
        again = [word for word in words if canonical(word.text) in seen and word.need is GlossNeed.SURE]
        seen |= {canonical(word.text) for word in words}
        yield from _unglossed(slot.location, again)


def _unglossed(location: str, words: list[Word]) -> Iterator[RuleOutcome]:
    bad = [word.text for word in words if not word.glossed]
    if bad:
        quoted = "、".join(bad[:4])
        yield unmet(
            "unglossed",
            location,
            words=quoted[:60],
            count=len(bad),
            evidence={"words": [word[:40] for word in bad[:8]]},
        )


def _cells(case: CheckContext) -> Iterator[tuple[Slot, list[Word]]]:
    for slot in case.cells:
        if NOT_PROSE.match(slot.field.path) or not re.search("[A-Za-zＡ-Ｚａ-ｚ]{2}", slot.text):
            continue
        taken = case.names if slot.field.path == "project.name" else (*case.names, case.filing.name)
        yield slot, english_words(slot.text, names=taken, glossary=case.glossary)


@rule("english-glossed-files", version=3, clause="4.3.5", basis=Basis.GUIDE, family="wording")
def english_glossed_files(case: CheckContext) -> Iterator[RuleOutcome]:
    """In each file, apart, each English word is glossed where it first stands, or in a footnote there.

    Beside the running text (margins, notes, fields) a word is glossed there or anywhere in the file.
    """
    beside = _texts_beside(case)
    for item in case.reports:
        document = item.document
        if document is None or not needs_gloss(case, item) or _is_english(document):
            continue
        words = _file_words(case, document) if document.text_source != "none" else []
        sure = [word for word in words if word.need is GlossNeed.SURE and not word.glossed]
        if document.text_source not in ("file", "none"):
            known = [word for word in sure if canonical(word.text) in case.glossary and word.text.isupper()]
            if known:
                yield manual_review("scan", item.place, words="、".join(word.text for word in known[:4]))
        elif sure:
            first = _block_of(document, sure[0])
            yield from _unglossed(block_place(item, first) if first else item.place, sure)
        yield from _unglossed_beside(case, beside.get(item.index, []), {canonical(one.text) for one in words})


def _texts_beside(case: CheckContext) -> dict[int, list[FilingText]]:
    """For each file what stands outside of its running text."""
    found: dict[int, list[FilingText]] = {}
    for text in sought(case, "english_words"):
        in_text = text.visible and text.kind in RUNNING
        if (
            text.item is not None
            and not in_text
            and text.sure
            and re.search("[A-Za-zＡ-Ｚａ-ｚ]{2}", text.text)
        ):
            found.setdefault(text.item.index, []).append(text)
    return found


def _unglossed_beside(case: CheckContext, texts: list[FilingText], told: set[str]) -> Iterator[RuleOutcome]:
    names = (*case.names, case.filing.name)
    for text in texts:
        for word in english_words(text.text, names=names, glossary=case.glossary):
            if word.need is not GlossNeed.SURE or canonical(word.text) in told:
                continue
            told.add(canonical(word.text))
            yield from _unglossed(text.location, [word])


def _file_words(case: CheckContext, document: Document) -> list[Word]:
    text = running_text(document)[:MOST_TEXT]
    names = (*case.names, case.filing.name)
    notes = [note for note in document.notes if re.search("[\u4e00-\u9fff]{2}", note.text)]
    found = []
    for word in english_words(text, names=names, glossary=case.glossary):
        if not word.glossed and any(_noted(word.text, note) for note in notes):
            continue
        found.append(word)
    return found


def _noted(word: str, note: DocumentNote) -> bool:
    """Whether a footnote is about the word: its mark stands right behind it, or its text speaks of it."""
    itself = rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])"
    if re.search(itself, note.text):
        return True
    if not note.before:
        return re.search(itself, note.anchor) is not None
    return re.search(rf"{itself}[^，。；：、]{{0,6}}$", note.before) is not None


def running_text(document: Document) -> str:
    """The words of a document's body in order; lines that a page broke are joined again."""
    skipped = (BlockKind.HEADER, BlockKind.FOOTER)
    parts: list[str] = []
    for block in document.blocks:
        if block.kind in skipped:
            continue
        text = "　".join(block.cells) if block.cells else block.text
        joined = (
            document.kind is FileKind.PDF
            and parts
            and not re.search(r"[。；：]$", parts[-1])
            and block.kind is BlockKind.PARAGRAPH
        )
        if joined and parts:
            parts[-1] += text
        else:
            parts.append(text)
    return "\n".join(
        re.sub(r"(?<=[\u4e00-\u9fff（(])\n(?=[\u4e00-\u9fff（(A-Za-z])", "", part) for part in parts
    )


def _block_of(document: Document, word: Word) -> Block | None:
    return next(
        (
            block
            for block in document.blocks
            if word.text in block.text and block.kind not in (BlockKind.HEADER, BlockKind.FOOTER)
        ),
        None,
    )


@rule("english-names", version=2, clause="4.3.5", basis=Basis.PRACTICE, family="wording")
def english_names(case: CheckContext) -> Iterator[RuleOutcome]:
    """Capitalised English that no list knows may be a name or a word to gloss: a person looks, once."""
    seen: dict[str, str] = {}
    for slot, words in _cells(case):
        for word in words:
            if word.need is GlossNeed.DOUBTFUL and not word.glossed:
                seen.setdefault(word.text, slot.location)
    for item in case.reports:
        if (
            item.document is not None
            and needs_gloss(case, item)
            and item.document.text_source == "file"
            and not _is_english(item.document)
        ):
            for word in _file_words(case, item.document):
                if word.need is GlossNeed.DOUBTFUL and not word.glossed:
                    seen.setdefault(word.text, item.place)
    if seen:
        yield manual_review("names", next(iter(seen.values())), words="、".join(list(seen)[:6])[:80])


@rule("gloss-consistent", version=2, clause="4.3.5", basis=Basis.PRACTICE, family="plausibility")
def gloss_consistent(case: CheckContext) -> Iterator[RuleOutcome]:
    """A term has one Chinese name: the glosses of cells and papers agree with the glossary."""
    for slot, words in _cells(case):
        for word in words:
            yield from _other_gloss(case, word, slot.location)
    for item in case.reports:
        document = item.document
        if document is None or not needs_gloss(case, item) or document.text_source != "file":
            continue
        for word in [] if _is_english(document) else _file_words(case, document):
            first = _block_of(document, word)
            yield from _other_gloss(case, word, block_place(item, first) if first else item.place)


def _other_gloss(case: CheckContext, word: Word, place: str) -> Iterator[RuleOutcome]:
    """Where neither of two Chinese names is within the other, and they end otherwise."""
    listed, here = case.glossary.get(canonical(word.text), ""), word.gloss
    apart = listed not in here and here not in listed and here[-2:] != listed[-2:]
    if apart and min(len(listed), len(here)) >= 2:
        yield manual_review("differs", place, word=word.text[:20], here=here[-20:], listed=listed[:20])


@rule("glossary-complete", version=2, clause="4.3.5", basis=Basis.PRACTICE, family="wording")
def glossary_complete(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each row of the glossary has its Chinese, the Chinese is Chinese, and a term has one."""
    known: dict[str, str] = {}
    for row in case.filing.content.rows("glossary"):
        chinese = row.text("chinese")
        if row.text("term") and chinese and not re.search("[\u4e00-\u9fff]", chinese):
            yield unmet("not_chinese", row.at("chinese"))
        first = known.setdefault(canonical(row.text("term")), chinese)
        if row.text("term") and chinese and first != chinese:
            yield unmet(
                "two_names",
                row.at("chinese"),
                word=row.text("term")[:20],
                here=chinese[:20],
                other=first[:20],
            )


def _is_english(document: Document) -> bool:
    """Whether a file is written in English; a picture's text may have lost the spaces between its words."""
    english, chinese = english_share(document.text)
    if document.text_source == "ocr" and chinese == 0:
        return len(re.findall("[A-Za-z]", document.text)) >= LETTERS
    return (english >= 20 and chinese < english) or (english >= 12 and chinese == 0)


@rule("english-translated", version=3, clause="4.3.5", basis=Basis.GUIDE, family="wording")
def english_translated(case: CheckContext) -> Iterator[RuleOutcome]:
    """English material comes with a Chinese translation."""
    translated = {same_name(item.text("translation_of")) for item in translations_in(case)}
    stems = {name.rpartition(".")[0] for name in translated}
    for item in case.reports:
        document = item.document
        if document is None or not _is_english(document):
            continue
        name = same_name(item.file)
        if meaning_of(case, item) == MaterialMeans.TRANSLATION:
            yield unmet("translation_english", item.place)
        elif name not in translated and name.rpartition(".")[0] not in stems - {""}:
            yield unmet("untranslated", item.place)
        else:
            yield from _cut_short(case, item, document)


def _cut_short(case: CheckContext, original: FilingFile, document: Document) -> Iterator[RuleOutcome]:
    """A translation far shorter than what it translates: a word of English is one or two of Chinese."""
    english, _ = english_share(document.text)
    stem = same_name(original.file).rpartition(".")[0]
    for item in translations_in(case):
        named = same_name(item.text("translation_of"))
        said = item.document
        if said is None or said.text_source != "file" or stem not in (named, named.rpartition(".")[0]):
            continue
        _, chinese = english_share(said.text)
        if chinese < english * LEAST_CHINESE:
            speak = unmet if chinese < english * LEAST_CHINESE / 3 else manual_review
            yield speak("cut_short", item.place, original=original.file)


@rule("english-passages", version=2, clause="4.3.5", basis=Basis.PRACTICE, family="wording")
def english_passages(case: CheckContext) -> Iterator[RuleOutcome]:
    """A Chinese file holds no long English passage without its Chinese."""
    for item in case.reports:
        document = item.document
        if (
            document is None
            or not needs_gloss(case, item)
            or document.text_source != "file"
            or _is_english(document)
        ):
            continue
        for block in document.blocks:
            english, chinese = english_share(block.text)
            if english >= 25 and chinese < english / 2:
                yield manual_review("passage", block_place(item, block))


@rule("terms-explained", version=2, clause="4.3.5", basis=Basis.GUIDE, family="wording")
def terms_explained(case: CheckContext) -> Iterator[RuleOutcome]:
    """Key terms are explained in footnotes; explained otherwise is for a person, not at all is a defect.

    Endnotes explain them too: one question for the whole filing, whether they may stand for footnotes.
    """
    judged = False
    at_end = [item.place for item in case.reports if item.document and _only_endnotes(item.document)]
    for item in case.reports:
        document = item.document
        if (
            document is None
            or not is_report(case, item)
            or document.text_source != "file"
            or _is_english(document)
        ):
            continue
        judged = True
        if any(not note.endnote for note in document.notes) or (
            document.kind is FileKind.PDF and any(NOTE_LINE.match(block.text) for block in document.blocks)
        ):
            continue
        if item.place in at_end:
            if item.place == at_end[0]:
                yield manual_review("endnotes", item.place)
            continue
        speak = manual_review if EXPLAINED.search(document.text) else unmet
        yield speak("no_footnote" if speak is manual_review else "no_term", item.place)
    if not judged:
        yield not_applicable("no_reports")


def _only_endnotes(document: Document) -> bool:
    return bool(document.notes) and all(note.endnote for note in document.notes)
