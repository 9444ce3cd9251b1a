"""Institutions of all kinds, their former names, licences and the facts about their territory."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from xianxing.pilot.parties.enums import InstitutionStatus
from xianxing.pilot.protection.declarations import Bound, WorkingData


class Institution(models.Model):
    """A legal person known by its unified social credit code; `kind` is a key of the guide's unit kinds."""

    protection = Bound(fixed=("uscc",))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    uscc = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=50)
    registered_in = models.CharField(max_length=100, blank=True)
    jurisdiction = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=12, choices=InstitutionStatus, default=InstitutionStatus.UNVERIFIED)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    verified_on_evidence = models.TextField(blank=True)
    territory_evidence = models.TextField(blank=True)
    territory_as_of = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="verified_institution_names_who_when_and_why",
                condition=Q(status=InstitutionStatus.UNVERIFIED)
                | (Q(verified_at__isnull=False) & Q(verified_by__isnull=False) & ~Q(verified_on_evidence="")),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def verified(self) -> bool:
        """Whether staff have confirmed it with evidence."""
        return self.status == InstitutionStatus.VERIFIED


class FormerName(models.Model):
    """A name that an institution had until a day, so that old documents stay readable."""

    protection = WorkingData("helps to read old documents; a filed body names its units as they were")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=100)
    until = models.DateField()
    reason = models.CharField(max_length=200)


class Licence(models.Model):
    """A licence with its validity; `valid_to` is empty for one without end."""

    protection = WorkingData("the register; a filed body holds what was declared")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="licences")
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=100)
    authority = models.CharField(max_length=100)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="licence_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        )

    def valid_on(self, day: date) -> bool:
        """Whether the licence is in force on this day, both ends included."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)
