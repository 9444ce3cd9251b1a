"""A filed case that awaits opinions, with a pool: `python -m tests.browser.guests_stage PORT`."""

from __future__ import annotations

from datetime import date, timedelta

from tests.browser.stage import serve_after


def play() -> None:
    """Nobody is invited; Qin works for a unit of the filing, which only the pool knows."""
    from django.conf import settings

    from tests.pilot.cast import assemble
    from tests.pilot.experts.panel import a_panel
    from tests.pilot.filings.company import a_company
    from xianxing.pilot.demo.clock import move_to
    from xianxing.pilot.experts.domain.pool import add_employment
    from xianxing.pilot.filings.files.reading import read_pending
    from xianxing.pilot.parties.domain.second_factor import enrol, new_secret
    from xianxing.pilot.storage.keys import new_key_file

    if not settings.XIANXING_FILE_KEYS.exists():
        new_key_file(settings.XIANXING_FILE_KEYS, "first")
    company = a_company(assemble())
    company.freeze()
    company.attest()
    read_pending(filing=company.filing, at=company.at, recognise=False)
    company.file()
    panel = a_panel(company)
    add_employment(
        expert=panel.qin, organisation=company.cast.penghai.name, since=date(2015, 1, 1),
        by=panel.office.wen, at=company.at,
    )  # fmt: skip
    enrol(user=panel.office.wen, secret=new_secret())
    move_to(company.at + timedelta(hours=1))


if __name__ == "__main__":
    serve_after(play)
