"""The app of messages."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Inbox and outbox."""

    name = "xianxing.pilot.messages"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what is performed in cases, to stops and to time; have key rotation know of links."""
        from xianxing.pilot.cases.domain.performing import performed
        from xianxing.pilot.cases.domain.secrecy import stop_changed
        from xianxing.pilot.cases.domain.ticking import register_follower
        from xianxing.pilot.messages.domain.addresses import forget_address
        from xianxing.pilot.messages.domain.delivery import (
            tell_of_event,
            tell_of_missing_contacts,
            tell_of_stop,
        )
        from xianxing.pilot.messages.domain.links import about_link
        from xianxing.pilot.messages.domain.reminding import remind
        from xianxing.pilot.parties.domain.accounts import factor_reset, switched_off
        from xianxing.pilot.parties.domain.appointments import membership_ended
        from xianxing.pilot.storage.sealed_values import SealedValues, register_kept

        performed.connect(tell_of_event, dispatch_uid="messages")
        stop_changed.connect(tell_of_stop, dispatch_uid="messages")
        membership_ended.connect(tell_of_missing_contacts, dispatch_uid="messages")
        switched_off.connect(forget_address, dispatch_uid="messages")
        factor_reset.connect(forget_address, dispatch_uid="messages")
        register_follower("reminders", lambda at: remind(at=at))
        register_kept(SealedValues("inbox.LinkLetter", "sealed", lambda row: about_link(row.kind, row.to)))
