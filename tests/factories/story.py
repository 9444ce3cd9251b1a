"""The demonstration's story, told once a run; from there it goes on to each scene."""

from __future__ import annotations

from django.db import transaction

from xianxing.pilot.cases.models import Case
from xianxing.pilot.demo.scenes import play
from xianxing.pilot.demo.seed import SHOWN, Seeded
from xianxing.pilot.filings.files.reading import one_reader
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User


def go_on(story: Seeded, scene: str) -> Case:
    """Go on from the told story up to a scene; gives the case as it stands then."""
    return play_on(story.filings[SHOWN], scene)


def play_on(filing: Filing, scene: str) -> Case:
    """What `seed` does after the story, with the filing that its scenes go on with."""
    people = {user.name: user for user in User.objects.all()}
    with transaction.atomic(), one_reader():
        play(scene, filing, people)
    return Case.objects.get(pk=filing.pk)
