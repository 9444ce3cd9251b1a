"""Whether a report treats a part: by headings nobody listed, by text; what is said when one is missing."""

from __future__ import annotations

import pytest

from tests.checker.hands import CARE_HANDS, PLAN_HANDS, RISK_HANDS, SECURITY_HANDS, Section
from tests.factories.parts import judged
from xianxing.checker.text.parts import Treatment
from xianxing.documents.model import Block, BlockKind, Document, FileKind

HANDS = [
    (kind, name, hand)
    for kind, hands in (
        ("business_risk_report", RISK_HANDS),
        ("technical_security_report", SECURITY_HANDS),
        ("implementation_plan", PLAN_HANDS),
        ("investor_protection_plan", CARE_HANDS),
    )
    for name, hand in hands.items()
]
WITHOUT = [
    (kind, name, part, [one for one in hand if one[0] != part])
    for kind, name, hand in HANDS
    for part in dict.fromkeys(one[0] for one in hand if one[0])
]


def report(sections: list[Section], marked: bool = True) -> Document:
    blocks = [Block(BlockKind.HEADING, "某报告", 1, "某报告")]
    for _, heading, text in sections:
        kind = BlockKind.HEADING if marked else BlockKind.PARAGRAPH
        above = heading if marked else "某报告"
        blocks += [Block(kind, heading, 1, above), Block(BlockKind.PARAGRAPH, text, 0, above)]
    return Document("某报告.docx", FileKind.DOCX, 1, "", blocks=tuple(blocks))


@pytest.mark.parametrize("marked", [True, False], ids=["headings", "short lines"])
@pytest.mark.parametrize(("kind", "name", "hand"), HANDS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_whole_report_lacks_nothing_in_whatever_words(
    kind: str, name: str, hand: list[Section], marked: bool
) -> None:
    seen = judged(kind, report(hand, marked))
    assert {part for part, how in seen.items() if how in (Treatment.MISSING, Treatment.HOLLOW)} == set()


@pytest.mark.parametrize(
    ("kind", "name", "part", "hand"), WITHOUT, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_part_taken_out_is_not_seen(kind: str, name: str, part: str, hand: list[Section]) -> None:
    assert judged(kind, report(hand))[part] is not Treatment.TREATED
