"""People: one account a person, known by e-mail address; there are no all-powerful accounts."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from xianxing.pilot.protection.declarations import Bound


class UserManager(BaseUserManager["User"]):
    """Makes accounts; nothing here grants a role."""

    def create_user(self, email: str, *, name: str, password: str | None = None) -> User:
        """A new active account; without a password nobody can log in until one is set by invitation."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. What the person may do follows from memberships and appointments, never from the account."""

    protection = Bound(fixed=("name",))

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=50)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Of the person behind a token for one project: the case and the key of the unit for which the token acts,
    # and no other one. It is set for the time of a request, and never stored.
    only_unit: tuple[UUID, str] | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name
