"""Facts of the form held against cells and papers: one table of facts, one way to judge agreement (4.1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.compare import agrees, meant
from xianxing.checker.facts.form import FormFact, form_facts, row_values, rows_of
from xianxing.checker.facts.papers import (
    Mention,
    mentions,
    mentions_in,
    own_papers,
    own_texts,
    row_mentions,
    said_by_units,
    said_in_cells,
    said_in_papers,
    tables,
)
from xianxing.checker.facts.table import RowTopic, Topic, fact_table
from xianxing.checker.facts.values import half, moment, number
from xianxing.checker.filing import FilingFile, FolderRow
from xianxing.checker.rules.files import block_place
from xianxing.checker.text.similar import bare
from xianxing.documents.model import Document
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

QUOTE = 40
DAY = timedelta(days=1)
GOES_ON = re.compile("上线|启用|投产|部署|试运行|启动试点|开始试点")
AFTERWARDS = re.compile("常态|推广|二期|扩大|升级")
TOTAL = re.compile("合计|总计|共计|总额|总数")
ROUNDED = 1.0  # a column of rounded figures may miss its total by so much


@rule("facts-agree", version=2, clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def facts_agree(case: CheckContext) -> Iterator[RuleOutcome]:
    """What papers say of a fact is what the form says of it: months, days, sums, dates, units, type."""
    for topic in fact_table().topics:
        for item, texts in own_texts(case):
            given = form_facts(case, topic, item)
            seen = [text for text in texts if text.visible] if given else []
            for one in disagreeing(case, topic, mentions(topic, seen), given):
                yield _differs(topic, one, given, one.place)


@rule("facts-agree-cells", version=2, clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def facts_agree_cells(case: CheckContext) -> Iterator[RuleOutcome]:
    """What the cells of the form say of a fact is what its own field says."""
    for topic in fact_table().topics:
        given = form_facts(case, topic)
        for slot in case.cells if given else ():
            if slot.field.group == "material" or slot.field.path in topic.sources:
                continue
            for one in disagreeing(case, topic, mentions_in(topic, slot.text), given):
                yield _differs(topic, one, given, slot.location)


def disagreeing(
    case: CheckContext, topic: Topic, said: Sequence[Mention], given: Sequence[FormFact]
) -> list[Mention]:
    """The mentions of one paper, or cell, that agree with nothing that the form gives.

    Where one value that agrees is enough, several that don't leave it to a person which of them is meant, and
    so does one that stands beside a value that agrees; a labelled value always has to agree.
    """
    listed = topic.kind == "units"  # a list agrees when each of it does, not when one does
    wrong = [
        one
        for one in said
        if (listed or not agrees(topic.kind, one.value, given))
        and (value := meant(case, topic.kind, one.value)) is not None
        and not agrees(topic.kind, value, given)
    ]
    if topic.any_agrees:
        if any(one.labelled for one in wrong):
            return [one for one in wrong if one.labelled]
        if len(wrong) < len(said):
            sure = [one for one in wrong if one.certain and len({str(fact.value) for fact in given}) == 1]
            return [Mention(one.value, one.said, False, one.place) for one in sure[:1]]
        if len({str(one.value) for one in said}) > 1 or len({str(one.value) for one in given}) > 1:
            return [Mention(one.value, one.said, False, one.place) for one in wrong[:1]]
    return wrong


def _differs(topic: Topic, one: Mention, given: Sequence[FormFact], place: str) -> RuleOutcome:
    speak = unmet if one.certain else manual_review
    form = "、".join(dict.fromkeys(fact.said for fact in given))[:QUOTE]
    return speak(
        "differs" if one.certain else "doubtful",
        place,
        name=topic.name,
        said=one.said[:QUOTE],
        given=form or "—",
        evidence={"form": given[0].location, "said": one.said[:QUOTE]},
    )


@rule("rows-agree", version=2, clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def rows_agree(case: CheckContext) -> Iterator[RuleOutcome]:
    """A table of a paper that repeats a row of the form gives the same numbers, days and answers.

    Where the row bears a shorter name only, a person looks.
    """
    for topic in fact_table().rows:
        for item, document in own_papers(case):
            yield from _rows(case, topic, item, document)


def _rows(case: CheckContext, topic: RowTopic, item: FilingFile, document: Document) -> Iterator[RuleOutcome]:
    rows = list(rows_of(case, topic.table))
    names = list(dict.fromkeys(name for row in rows if (name := row.text(topic.name))))
    for one in row_mentions(topic, names, document):
        given = [
            fact for row in rows if row.text(topic.name) == one.name for fact in row_values(row, one.column)
        ]
        if given and not agrees(one.column.kind, one.value, given):
            speak = unmet if one.certain else manual_review
            yield speak(
                "differs",
                block_place(item, one.block),
                name=one.name[:QUOTE],
                said=one.said[:QUOTE],
                given="、".join(dict.fromkeys(fact.said for fact in given))[:QUOTE],
                evidence={"form": given[0].location, "said": one.said[:QUOTE]},
            )


@rule("limits-agree", version=2, clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def limits_agree(case: CheckContext) -> Iterator[RuleOutcome]:
    """A limit that a paper or a cell sets for what the form limits is the form's."""
    for place, hit in (
        *said_in_cells(case, "limits-agree.limit", every=True),
        *said_in_papers(case, "limits-agree.limit", every=True),
    ):
        rows = _limited(case.filing.content.rows("scale"), hit)
        caps = {cap for row in rows if (cap := row.number("cap")) is not None}
        value = number(hit["value"] or hit["number"])
        if value is not None and len(rows) == 1 and caps and value not in caps:
            given = f"{min(caps):g}{rows[0].text('unit')}"
            yield manual_review(
                "differs",
                place,
                name=rows[0].text("item")[:QUOTE],
                said=hit.group()[:QUOTE],
                given=given,
                evidence={"form": rows[0].at("cap"), "said": hit.group()[:QUOTE]},
            )


def _limited(rows: Sequence[FolderRow], hit: re.Match[str]) -> list[FolderRow]:
    """The rows that a clause speaks of: their unit, and two characters of their name, before the number.

    In a list of limits what stands since the last mark of the list is nearer than the rest of the clause.
    """
    measure = hit["unit"] or hit["measure"]
    clause = hit.string[: hit.start()]
    alike = [row for row in rows if (unit := row.text("unit")) and measure.startswith(unit)]
    for words in (re.split("[、与和及]", clause)[-1], clause):
        found = [row for row in alike if any(pair in bare(words) for pair in _pairs(bare(row.text("item"))))]
        if found:
            return found
    return []


def _pairs(item: str) -> set[str]:
    return {item[place : place + 2] for place in range(len(item) - 1)} - {"试点", "年度", "规模", "数量"}


@rule("plans-ahead", version=2, clause="4.2.2", basis=Basis.PRACTICE, family="plausibility")
def plans_ahead(case: CheckContext) -> Iterator[RuleOutcome]:
    """What a cell or a paper says is planned does not lie in the past, nor a going online after the trial."""
    for place, hit in (
        *said_in_cells(case, "plans-ahead.planned", every=True),
        *said_in_papers(case, "plans-ahead.planned", every=True),
    ):
        day = moment(hit["value"])
        if day is not None and day.before(case.as_of):
            yield manual_review("past", place, said=hit.group()[:QUOTE], as_of=case.as_of.isoformat())
        elif day is not None and case.trial_end and not day.before(case.trial_end):
            what = hit.string[hit.end() : hit.end() + 16]
            if GOES_ON.search(what) and not AFTERWARDS.search(hit.string):
                yield manual_review("beyond", place, said=hit.group()[:QUOTE], end=case.trial_end.isoformat())


@rule("agreements-last", clause="3.1.c", basis=Basis.PRACTICE, family="plausibility")
def agreements_last(case: CheckContext) -> Iterator[RuleOutcome]:
    """An agreement or an authorisation that the project rests on doesn't end before the trial."""
    for said in (said_in_cells, said_by_units, said_in_papers):
        for place, hit in said(case, "agreements-last.until"):
            day = moment(hit["value"])
            if day is not None and case.trial_end is not None and day.before(case.trial_end - DAY):
                yield manual_review("ends", place, said=hit.group()[:QUOTE], end=case.trial_end.isoformat())


@rule("sums-add-up", clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def sums_add_up(case: CheckContext) -> Iterator[RuleOutcome]:
    """A total at the foot of a table is the sum of the column above it."""
    for item, document in own_papers(case):
        for rows in tables(document):
            foot = rows[-1]
            if not any(TOTAL.fullmatch(re.sub(r"\s", "", cell)) for cell in foot.cells):
                continue
            for place, cell in enumerate(foot.cells):
                column = [row.cells[place] for row in rows[1:-1]]
                told, added = _figure(cell), [_figure(one) for one in column]
                known = [one for one in added if one is not None]
                if told is not None and len(known) == len(added) > 1 and abs(told - sum(known)) > ROUNDED:
                    yield unmet(
                        "differs", block_place(item, foot), said=cell.strip()[:QUOTE], sum=f"{sum(known):g}"
                    )


def _figure(cell: str) -> float | None:
    """The number of a cell that holds nothing but a number and a unit; shares and days don't add up."""
    found = re.fullmatch(r"([\d,，.]+)\s*(?:人|名|万元|元|笔|户|家|份|个|台|套)?", half(cell).strip())
    return number(found.group(1)) if found else None
