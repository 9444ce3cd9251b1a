"""The app of programs that institutions let act."""

from __future__ import annotations

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Tokens for one project, and addresses that are told of events (5.2.1)."""

    name = "xianxing.pilot.programs"
    label = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy and a reset of the second factor; have key rotation know of secrets."""
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.parties.domain.accounts import factor_reset
        from xianxing.pilot.programs.domain.hooks import about_secret, forget_webhooks
        from xianxing.pilot.programs.domain.tokens import forget_tokens
        from xianxing.pilot.programs.secrecy import HOLDER
        from xianxing.pilot.storage.sealed_values import SealedValues, register_kept

        register_holder(HOLDER)
        factor_reset.connect(forget_tokens, dispatch_uid="tokens of programs")
        factor_reset.connect(forget_webhooks, dispatch_uid="webhooks of programs")
        register_kept(SealedValues("programs.Webhook", "sealed", lambda row: about_secret(row.url)))
