"""The app of filings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class FilingsConfig(AppConfig):
    """Drafts, materials, attestations and the public sheet."""

    name = "xianxing.pilot.filings"
    label = "filings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Ask for the key file when the site starts; join acts, audits, messages, stops and ticks."""
        from xianxing.pilot.cases.domain.performing import performed
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.cases.domain.ticking import register_follower
        from xianxing.pilot.cases.upkeep.audits import register_case_audit
        from xianxing.pilot.filings.attest.messages import units_confirm
        from xianxing.pilot.filings.message_words import number_of, words
        from xianxing.pilot.filings.recipients import of_the_units
        from xianxing.pilot.filings.secrecy import HOLDER
        from xianxing.pilot.filings.storage.sealed_files import PROPOSALS, READINGS, StoredFiles
        from xianxing.pilot.filings.storage.vault import other_bytes, sweep_abandoned
        from xianxing.pilot.filings.submit.docket import follow_case
        from xianxing.pilot.filings.submit.docket_audit import docket_faults
        from xianxing.pilot.filings.word.forms import sweep_proposals
        from xianxing.pilot.messages.kinds import register_reference, register_words
        from xianxing.pilot.messages.recipients import register_recipients, register_self_telling
        from xianxing.pilot.storage.contents import register_look
        from xianxing.pilot.storage.sealed_values import register_kept

        performed.connect(follow_case, dispatch_uid="docket")
        register_case_audit(docket_faults)
        register_recipients(of_the_units)
        register_self_telling(units_confirm)
        register_words(words)
        register_reference(number_of)
        register_holder(HOLDER)
        register_follower("word proposals", lambda at: sweep_proposals(at=at))
        register_follower("abandoned uploads", lambda _at: sweep_abandoned())
        for kept in (StoredFiles(), READINGS, PROPOSALS):
            register_kept(kept)
        register_look(other_bytes)
        checks.register(key_file_is_usable, checks.Tags.security)


def key_file_is_usable(app_configs: Sequence[AppConfig] | None, **_rest: Any) -> list[checks.CheckMessage]:
    """An error when files could neither be stored nor read, so that a real site doesn't start."""
    from xianxing.pilot.storage.keys import KeyFileError, master_keys

    del app_configs
    try:
        if not settings.DEMO:
            master_keys()
    except KeyFileError as error:
        return [checks.Error(str(error), id="filings.E001", hint="XIANXING_FILE_KEYS")]
    return []
