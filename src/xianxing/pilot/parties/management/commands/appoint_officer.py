"""Appoint one of the three officers at the console: the first accounts of a real site arise here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from xianxing.pilot.clock import now
from xianxing.pilot.parties.domain.accounts import create_account
from xianxing.pilot.parties.domain.appointments import appoint_officer
from xianxing.pilot.parties.enums import OfficerRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused


class Command(BaseCommand):
    """Prints the path at which the person sets a password; it works once, for a day."""

    help = "Appoint an officer: system, security or audit"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare role, address and name."""
        parser.add_argument("role", choices=OfficerRole.values)
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the account if the address has none, appoint, print the path."""
        try:
            user = User.objects.filter(email=options["email"].lower()).first()
            user = user or create_account(email=options["email"], name=options["name"], at=now())
            appoint_officer(user=user, role=OfficerRole(options["role"]), at=now())
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        self.stdout.write(f"/accounts/password/{uid}/{default_token_generator.make_token(user)}/")
