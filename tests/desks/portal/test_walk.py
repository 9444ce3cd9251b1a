"""Short walks: what saving one cell and showing one page costs in queries and in files passed."""

from __future__ import annotations

import json

from tests.desks.portal.conftest import Draft
from tests.walk import Walk, walk_of
from xianxing.pilot.filings.draft.cells import rows_of
from xianxing.pilot.filings.models import Cell

OVERVIEW, MILESTONES = "content.overview", "content.milestones"
# What every request of a person passes before its page: the demonstration's clock, middleware, gate, roles.
ENTRANCE = frozenset({
    "pilot/demo/middleware.py", "pilot/demo/clock.py", "site/middleware.py", "i18n.py",
    "desks/accounts/gate.py", "desks/accounts/guests.py", "desks/accounts/limits.py",
    "desks/accounts/unsent_pages.py", "pilot/clock.py",
    "site/measuring.py", "site/log_lines.py", "site/proxies.py",
    "workdays/clocks.py", "pilot/parties/queries.py", "pilot/parties/permissions.py",
    "pilot/parties/models/memberships.py", "desks/audience.py",
})  # fmt: skip


def saving(draft: Draft, path: str, value: object, row: str = "") -> Walk:
    """The walk of saving a cell or row a second time, when everything that is read once has been read."""
    client = draft.enter("zhou")
    held = Cell.objects.filter(filing=draft.filing, path=path, unit=None)
    cell = held.get(row=row) if row else held.get()

    def save(text: object, based: int) -> dict[str, object]:
        sent = json.dumps({"unit": "", "path": path, "row": row, "value": text, "based": str(based)})
        answer = client.post(draft.url("cells/save/"), sent, content_type="application/json")
        assert answer.status_code == 200
        told: dict[str, object] = answer.json()
        return told

    version = save("先写的一句" if not row else {"name": "先写的"}, cell.version)["version"]
    assert isinstance(version, int)
    return walk_of(lambda: save(value, version))


def test_saving_a_cell_takes_ten_queries_and_a_dozen_files(draft: Draft) -> None:
    walk = saving(draft, OVERVIEW, "名录每日更新，API 3.0")
    assert len(walk.queries) == 10, walk.queries  # the demonstration's clock among them
    assert len(walk.files - ENTRANCE) <= 12, sorted(walk.files - ENTRANCE)


def test_saving_a_row_walks_no_further(draft: Draft) -> None:
    row = rows_of(draft.filing, None, MILESTONES)[0]
    walk = saving(draft, MILESTONES, {"name": "签约", "date": "三月底"}, str(row.row))
    assert len(walk.queries) == 10, walk.queries
    assert len(walk.files - ENTRANCE) <= 12, sorted(walk.files - ENTRANCE)


def test_a_page_of_the_form_and_the_findings_beside_it_cost_the_same_however_much_stands_there(
    draft: Draft,
) -> None:
    client = draft.enter("zhou")
    for address, most in (
        ("sections/purpose/", 24),
        ("units/lead/identity/", 24),
        (f"cells/beside/?path={OVERVIEW}", 16),
    ):
        client.get(draft.url(address))
        walk = walk_of(lambda address=address: client.get(draft.url(address)))  # type: ignore[misc]
        assert len(walk.queries) <= most, (address, walk.queries)
