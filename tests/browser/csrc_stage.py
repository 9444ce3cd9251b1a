"""The site with a core institution's filed case and people of each body: `… csrc_stage PORT`."""

from __future__ import annotations

from datetime import timedelta

from tests.browser.stage import serve_after


def play() -> None:
    """鹏海 as a core institution has filed; secretariat, head, bureau and panel have their second factor."""
    from django.conf import settings

    from tests.pilot.acts.courses import a_core_office, of_the_panel
    from tests.pilot.cast import assemble
    from xianxing.pilot.demo.clock import move_to
    from xianxing.pilot.parties.domain.second_factor import enrol, new_secret
    from xianxing.pilot.storage.keys import new_key_file

    if not settings.XIANXING_FILE_KEYS.exists():
        new_key_file(settings.XIANXING_FILE_KEYS, "first")
    office = a_core_office(assemble())
    for person in (office.wen, office.tang, office.fang, office.bai, of_the_panel("panel-lu")):
        enrol(user=person, secret=new_secret())
    move_to(office.company.at + timedelta(days=1))


if __name__ == "__main__":
    serve_after(play)
