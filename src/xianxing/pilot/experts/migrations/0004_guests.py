"""Contact data are sealed; experts may be invited to enter without an account."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from xianxing.pilot.experts.contact_data import about_contact
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import open_value, seal_value
from xianxing.record.canonical import canonical, parse


def seal(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA secure_delete = ON", params=None)
    profiles = apps.get_model("experts", "ExpertProfile").objects
    for profile in profiles.exclude(phone=""):
        held = canonical({"email": "", "phone": profile.phone})
        sealed = seal_value(master_keys(), about_contact(profile.pk), held)
        profiles.filter(pk=profile.pk).update(contact=sealed)


def lay_open(apps, schema_editor):
    profiles = apps.get_model("experts", "ExpertProfile").objects
    for profile in profiles.exclude(contact=b""):
        held = parse(open_value(master_keys(), about_contact(profile.pk), bytes(profile.contact)))
        profiles.filter(pk=profile.pk).update(phone=held["phone"])


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0003_sealed_opinions_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="expertprofile",
            name="contact",
            field=models.BinaryField(default=b""),
        ),
        migrations.AlterField("expertprofile", "phone", models.CharField(default="", max_length=30)),
        migrations.RunPython(seal, lay_open),
        migrations.RemoveField(
            model_name="expertprofile",
            name="phone",
        ),
        migrations.CreateModel(
            name="GuestInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("extended_because", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("issue", models.PositiveIntegerField(default=0)),
                ("code_digest", models.CharField(blank=True, max_length=200)),
                (
                    "code_way",
                    models.CharField(
                        blank=True,
                        choices=[("telephone_code", "told by telephone"), ("letter_code", "sent by letter")],
                        max_length=20,
                    ),
                ),
                ("code_made_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("entered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guest_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GuestCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveIntegerField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="experts.engagement"
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="experts.guestinvitation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="guestinvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("expert",),
                name="one_open_guest_invitation_an_expert",
            ),
        ),
        migrations.AddConstraint(
            model_name="guestcase",
            constraint=models.UniqueConstraint(
                fields=("invitation", "engagement", "round"), name="one_guest_case_an_engagement"
            ),
        ),
    ]
