"""Where a text takes a duty back: sentence by sentence, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xianxing.checker.duties.reading import (
    ClauseDuty,
    DenialForm,
    DenialWay,
    denial_forms,
    duties_about,
    without_topic,
)

SHORT = 5  # characters that say nothing
SENTENCE = re.compile(r"[。；;！!？?\n\t]")
CLAUSE = re.compile(r"[，,：:]")
# 条件句自己不算：如……、……的，后面的半句才是说法
CONDITION = re.compile(
    r"^(?:如(?!实|期|何|下)|若|倘|一旦|凡(?!是?客户)|假如|假设|除非)|(?:的|时|前|后|以前|以后|之前|之后)$"
)
PURE_CONDITION = re.compile(
    r"^(?:如(?!实|期|何|下)|若|倘|一旦|凡|假如|假设|除非)|^未[经取通获完](?!(?:实测|核实|验证)|.*(?:即|就|便|直接|已|而))|(?:的|时|前)$"
)
# 半句后面接“方可、不得”的，也是条件
ONLY_THEN = re.compile(r"(?:方可|方能|方予|才可|才能|不得|严禁|否则不)")
CARRIES_OVER = re.compile(
    r"不得(?:以|因|借)|不以|不因|不能[以因]|不会因|严禁|禁止|防止|避免|杜绝|不存在|并非|未发现|不含|不涉及|未触及|没有[^，。；]{0,6}的$"
)
FAULT = re.compile(
    r"恶意|重复|虚假|伪造|过错|过失|故意|自身|本人|自己|不可抗力|市场|行情|欺诈|超出|不属于|违法|冒用|盈亏|投资损[失益]|与试点无关|无法核实|无法联系|正常(?:波动|损耗)"
)


SharedWords = tuple[DenialWay, tuple[tuple[int, int], ...]]  # a way, and where its shared words stand


@dataclass(frozen=True)
class Denial:
    """Words of a text that take a duty back."""

    duty: ClauseDuty
    form: str
    quote: str


def denials_in(text: str) -> Iterator[Denial]:
    """What a text takes back, the first place of each duty."""
    found = set[str]()
    for sentence in SENTENCE.split(text):
        if len(sentence) < SHORT:
            continue
        clauses = stated_clauses(sentence)
        for duty in (*duties_about(sentence), *_evaded(clauses)):
            if duty.name not in found and not _is_spared(duty, sentence):
                said = denial_of(duty, clauses)
                if said:
                    found.add(duty.name)
                    yield said


def _evaded(clauses: Iterable[StatedClause]) -> tuple[ClauseDuty, ...]:
    """The duties that are asked of every sentence, where a clause says anything that is wrong by them."""
    asked, wrong = without_topic()
    said = any(
        wrong.search(ahead + one.words)
        for one in clauses
        for form, ahead, _ in one.forms
        if form.name == "breach"
    )
    return asked if said else ()


def _is_spared(duty: ClauseDuty, sentence: str) -> bool:
    return bool(
        (duty.unless is not None and duty.unless.search(sentence)) or (duty.fault and FAULT.search(sentence))
    )


@dataclass(frozen=True)
class StatedClause:
    """A clause that states something, the one before it, and the forms whose shared words stand in it."""

    words: str
    before: str
    forms: tuple[tuple[DenialForm, str, tuple[SharedWords, ...]], ...]


def stated_clauses(sentence: str, forms: Iterable[DenialForm] | None = None) -> list[StatedClause]:
    """The clauses of a sentence without conditions and without what is forbidden, with the forms in each."""
    known = denial_forms().values() if forms is None else tuple(forms)
    found, before = [], ""
    pieces = CLAUSE.split(sentence)
    for clause, behind in zip(pieces, [*pieces[1:], ""], strict=True):
        conditional = PURE_CONDITION.search(clause.strip()) or ONLY_THEN.match(behind)
        if not conditional and not CARRIES_OVER.search(before):
            found.append(StatedClause(clause, before, tuple(_possible(clause, before, known))))
        before = clause
    return found


def _possible(
    clause: str, before: str, known: Iterable[DenialForm]
) -> Iterator[tuple[DenialForm, str, tuple[SharedWords, ...]]]:
    """The forms of which a clause has the shared words: with what is read of the clause before, and where."""
    for form in known:
        if not form.may_stand_in(clause):
            continue
        joins = form.joins == "always" or (form.joins == "condition" and CONDITION.search(before))
        ahead = before if joins else ""
        shared = tuple(
            (
                way,
                () if way.words is None else tuple(one.span() for one in way.words.finditer(ahead + clause)),
            )
            for way in form.ways
        )
        if any(way.words is None or spans for way, spans in shared) and not form.unless.search(clause):
            yield form, ahead, shared


def denial_of(duty: ClauseDuty, clauses: Iterable[StatedClause]) -> Denial | None:
    """The first denial of a duty in the clauses of a sentence, None where there is none."""
    for clause in clauses:
        for form, ahead, shared in clause.forms:
            if form.name in duty.forms:
                said = _said(form, duty, ahead, clause.words, shared)
                if said and duty.mentions(form, clause.before + clause.words):
                    return Denial(duty, form.name, said)
    return None


def _said(form: DenialForm, duty: ClauseDuty, ahead: str, clause: str, shared: Iterable[SharedWords]) -> str:
    """The words of a clause in which a form denies the duty, "" where there are none or others spare them."""
    text = ahead + clause
    for way, spans in shared:
        for start, end in _spans(way, duty, text, spans):
            if end <= len(ahead):
                continue
            in_front = text[len(ahead) : max(start, len(ahead))]
            if form.unless_ahead is not None and form.unless_ahead.search(in_front):
                continue
            if form.unless_within is not None and form.unless_within.search(text[start:end]):
                continue
            return text[start:end]
    return ""


def _spans(
    way: DenialWay, duty: ClauseDuty, text: str, shared: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where a way stands in a text: the shared words with the duty's own, or the duty's own alone."""
    if way.words is None:
        yield from (found.span() for found in duty.part(way.then).finditer(text))
        return
    for start, end in shared:
        own = None
        if way.ahead:
            own = duty.part(way.ahead + "$").search(text[:start])
        elif way.then:
            own = duty.part(way.then).match(text, end)
        if own:
            yield min(start, own.start()), max(end, own.end())
        elif not way.ahead and not way.then:
            yield start, end
