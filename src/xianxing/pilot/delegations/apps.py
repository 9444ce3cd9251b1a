"""The app of delegations."""

from __future__ import annotations

from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    """Who acts for whom while somebody is away, and who is therefore never whose second person."""

    name = "xianxing.pilot.delegations"
    label = "delegations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let deputies act and be told, name the delegation in their events, and keep two people two."""
        from xianxing.pilot.cases.domain.performing import register_second_person_rule
        from xianxing.pilot.cases.procedural import recording
        from xianxing.pilot.delegations.acting import as_deputy, name_delegation, told_as_deputies
        from xianxing.pilot.delegations.permissions import refuse_pair
        from xianxing.pilot.filings.actors import register_actor_source
        from xianxing.pilot.messages.recipients import register_recipients

        register_actor_source(as_deputy)
        register_recipients(told_as_deputies)
        register_second_person_rule(refuse_pair)
        recording.connect(name_delegation, dispatch_uid="delegations")
