"""What papers mention: the value that a sentence, a labelled line or a row of a table gives for a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.table import Column, RowTopic, Topic
from xianxing.checker.facts.values import READ, Value, half, number
from xianxing.checker.filing import FilingFile
from xianxing.checker.phrases import phrase
from xianxing.checker.text.data import words
from xianxing.checker.text.english import HAN
from xianxing.checker.text.similar import bare, stem
from xianxing.checker.text.stream import FilingText, sought
from xianxing.documents.model import Block, BlockKind, Document
from xianxing.law import Issuer

_LABELLED = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?\s*([^：:，。；\n]{2,16})[：:]\s*(\S.{0,120})"
)

UNITS_OWN = ("unit.contribution", "unit.agreement", "unit.commitments.text")


@dataclass(frozen=True)
class Mention:
    """A value that a paper gives, its words, and whether the words can mean nothing else.

    `labelled`: it stands behind, or in the cell beside, the name of the fact.
    """

    value: Value
    said: str
    certain: bool
    place: str = ""
    labelled: bool = False


def own_papers(case: CheckContext) -> Iterator[tuple[FilingFile, Document]]:
    """The papers of this filing that its units wrote and whose text can be relied on letter by letter."""
    for item in case.reports:
        material, document = case.guide.materials.get(item.kind), item.document
        if material is None or material.issued_by is Issuer.ANYONE:
            continue
        if document is not None and document.text_source == "file":
            yield item, document


def own_texts(case: CheckContext) -> Iterator[tuple[FilingFile, list[FilingText]]]:
    """What each of these papers states, wherever it stands: text, tables, notes, margins, boxes, slides, and
    what is hidden.
    """
    papers = {item.index for item, _ in own_papers(case)}
    found: dict[int, list[FilingText]] = {}
    for text in sought(case, "statements"):
        if text.item is not None and text.item.index in papers and text.sure:
            found.setdefault(text.item.index, []).append(text)
    for texts in found.values():
        if texts[0].item is not None:
            yield texts[0].item, texts


def said_in_cells(case: CheckContext, name: str, every: bool = False) -> Iterator[tuple[str, re.Match[str]]]:
    """The cells of project and content in which a phrase is found; the first place of each or `every` one."""
    for slot in case.cells:
        if slot.field.group in ("project", "content"):
            for hit in _hits(name, slot.text, every):
                yield slot.location, hit


def said_by_units(case: CheckContext, name: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The units' own words of their work, their agreement and their promises in which a phrase is found."""
    for slot in case.cells:
        if slot.field.path in UNITS_OWN:
            for hit in _hits(name, slot.text, every=False):
                yield slot.location, hit


def said_in_papers(case: CheckContext, name: str, every: bool = False) -> Iterator[tuple[str, re.Match[str]]]:
    """The places of the papers in which a phrase is found; the first of each text, or `every` one."""
    for _, texts in own_texts(case):
        for text in texts:
            for hit in _hits(name, text.text, every):
                yield text.location, hit


def _hits(name: str, text: str, every: bool) -> list[re.Match[str]]:
    found = [hit for hit, _ in phrase(name).findings(text)]
    return found if every else found[:1]


def mentions(topic: Topic, texts: Sequence[FilingText]) -> list[Mention]:
    """What the texts of a paper say about a topic, labelled lines and cells before sentences."""
    found: list[Mention] = []
    for text in texts:
        labelled = [*_labelled(topic, text)]
        found += labelled or _in_sentences(topic, text.text, text)
    return found


def mentions_in(topic: Topic, text: str) -> list[Mention]:
    """What a running text says about a topic."""
    return _in_sentences(topic, text, None)


def _labelled(topic: Topic, text: FilingText) -> Iterator[Mention]:
    if topic.label is None:
        return
    cells = text.block.cells if text.block else ()
    pairs = list(pairwise(cells))
    line = _LABELLED.match(text.text) if not cells else None
    if line:
        pairs.append((line.group(1), line.group(2)))
    for label, said in pairs:
        if topic.label.fullmatch(re.sub(r"[\s：:*]", "", label)):
            value = _read(topic.kind, said, label)
            if value is not None:
                yield Mention(value, said.strip(), True, text.location, labelled=True)


def _read(kind: str, said: str, label: str) -> Value | None:
    """A labelled value; its unit may stand in the label: 试点期限（月）, 投入经费（万元）."""
    if kind in ("unit", "units", "choice"):
        return said.strip() or None
    value = READ[kind](said)
    if (
        value is None
        and kind in ("months", "days", "money")
        and re.fullmatch(r"[\d.,，]+", half(said).strip())
    ):
        value = number(said)
        value = value * 10**4 if kind == "money" and value is not None and "万" in label else value
    return value


def _in_sentences(topic: Topic, text: str, at: FilingText | None) -> list[Mention]:
    found = []
    heading = at.block.heading if at and at.block else ""
    for one in topic.phrases:
        if one.context is not None and not one.context.search(f"{heading}{text}"):
            continue
        for hit, _ in one.phrase.findings(text):
            said = hit.groupdict().get("value") or hit.group()
            value = said.strip() if topic.kind in ("unit", "units", "choice") else _plain(topic, said)
            if value is not None:
                found.append(Mention(value, hit.group().strip(), one.certain, at.location if at else ""))
    return found


def _plain(topic: Topic, said: str) -> Value | None:
    return float(topic.asserts) if topic.kind == "flag" else READ[topic.kind](said)


@dataclass(frozen=True)
class RowMention:
    """A cell of a paper's table that repeats a column of a row of the form.

    `certain` where the row bears the name as the form has it or without its legal form, not only shortened.
    """

    name: str
    column: Column
    value: Value
    said: str
    block: Block
    certain: bool


def tables(document: Document) -> Iterator[list[Block]]:
    """The tables of a paper: rows that follow each other and have as many cells as the first."""
    rows: list[Block] = []
    for block in document.blocks:
        if block.kind is BlockKind.TABLE_ROW and (not rows or len(rows[0].cells) == len(block.cells)):
            rows.append(block)
            continue
        if len(rows) > 1:
            yield rows
        rows = [block] if block.kind is BlockKind.TABLE_ROW else []
    if len(rows) > 1:
        yield rows


def row_mentions(topic: RowTopic, names: Sequence[str], document: Document) -> Iterator[RowMention]:
    """The cells under a head that the topic knows, in the rows that bear one of the names."""
    for rows in tables(document):
        heads = [re.sub(r"\s", "", cell) for cell in rows[0].cells]
        columns = [
            (place, column)
            for column in topic.columns
            for place, head in enumerate(heads)
            if column.head.search(head)
        ]
        for block in rows[1:] if columns else ():
            known = _named(block.cells, names)
            name = known or (_shortened(block.cells, names) if topic.shortened else "")
            for place, column in columns if name else ():
                said = block.cells[place].strip()
                value = _cell(column.kind, said, heads[place])
                if value is not None and bare(said) != bare(name):
                    yield RowMention(name, column, value, said, block, bool(known))


def _cell(kind: str, said: str, head: str) -> Value | None:
    """The value of a cell; of a sum the head may say that it counts in 万元."""
    if kind != "money":
        return READ[kind](said)
    value = number(said)
    return value * 10**4 if value is not None and "万" in head and "万" not in said else value


def _shortened(cells: Sequence[str], names: Sequence[str]) -> str:
    """The one name of which a cell of four characters or more is a shorter form, else "".

    What is left of the cell without the words that many names have is two characters at least.
    """
    trades = "|".join(words("unit_trades"))
    short = [
        bare(cell)
        for cell in cells
        if len(bare(cell)) >= 4 and re.fullmatch(f"[{HAN}]{{2,}}", re.sub(trades, "", bare(cell)))
    ]
    found = [name for name in names if any(_in_order(one, name) for one in short)]
    return found[0] if len(found) == 1 else ""


def _in_order(short: str, name: str) -> bool:
    """Whether the characters of the one stand in the other, in that order."""
    rest = iter(name)
    return all(character in rest for character in short)


def _named(cells: Sequence[str], names: Sequence[str]) -> str:
    """The name of the form that a row of a paper bears, "" where it bears none or several."""
    found = [
        name
        for name in names
        if any(bare(cell) in (bare(name), stem(name)) for cell in cells if cell.strip())
    ]
    return found[0] if len(found) == 1 else ""
