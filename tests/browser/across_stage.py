"""The desk's story with more filings beside the first, calls noted, a case given: `… across_stage PORT`."""

from __future__ import annotations

from typing import Any

from tests.browser.stage import serve_after

NAMES = ("场外衍生品保证金链上对账", "统计报表自动编制", "债券舆情图谱")


def play() -> None:
    """Three more filings that name the same cloud and model, a call, a case that has a handler."""
    from tests.browser.desk_stage import play as play_desk
    from tests.desks.desk.copies import copies_of
    from tests.pilot.cast import EARLY
    from xianxing.pilot.casework.domain.correspondence import note_correspondence
    from xianxing.pilot.casework.models import CaseHandler
    from xianxing.pilot.clock import now
    from xianxing.pilot.filings.models import Body
    from xianxing.pilot.parties.models import User
    from xianxing.pilot.relations.domain.keeping import rebuild_relations
    from xianxing.pilot.search.domain.rebuilding import rebuild

    play_desk()
    body, wen = Body.objects.get(filed_at__isnull=False), User.objects.get(name="wen")

    def change(place: int, content: dict[str, Any]) -> None:
        content["project"]["name"] = NAMES[place]
        content["content"]["architecture"] = "部署在华为云，模型以通义千问为底座。"
        if place:
            content["content"]["overview"] = f"第{place}个项目的概述。" * 12

    made = copies_of(body, len(NAMES), change)
    for one in made[:1]:
        one.filing.predecessor = body.filing
        one.filing.save(update_fields=["predecessor"])
    rebuild()
    rebuild_relations()
    CaseHandler.objects.create(case_id=body.filing_id, user=wen, given_by=wen, given_at=EARLY)
    note_correspondence(
        way="call", received_at=now(), sender="鹏海证券 周女士", words="询问补正材料的提交方式，已答复。",
        case=body.filing_id, by=wen, at=now(),
    )  # fmt: skip


if __name__ == "__main__":
    serve_after(play)
