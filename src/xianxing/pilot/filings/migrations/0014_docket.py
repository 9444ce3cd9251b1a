"""The docket, filled from what was filed before it was kept."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Min

LIMITED, OPEN, ENDED = 0, 1, 2


def fill(apps, schema_editor):
    using = schema_editor.connection.alias
    ordinals, last = {}, {}
    handed_in = apps.get_model("filings", "Submission").objects.using(using).filter(own_place__isnull=False)
    numbered = handed_in.values_list("body__filing", "body__filing__case__call")
    for filing, call, _first in numbered.annotate(first=Min("own_place")).order_by("first"):
        last[call] = last.get(call, 0) + 1
        ordinals[filing] = (call, last[call])
    duties = {}
    for case, due, role in (
        apps.get_model("cases", "Duty").objects.using(using).values_list("case", "due", "role")
    ):
        duties.setdefault(case, []).append((due, role))
    bodies = apps.get_model("filings", "Body").objects.using(using).filter(filed_at__isnull=False)
    filed = {}
    for filing, body, at in bodies.order_by("filed_at", "pk").values_list("filing", "pk", "filed_at"):
        filed[filing] = (body, at)
    entry = apps.get_model("filings", "DocketEntry")
    entry.objects.using(using).bulk_create(
        (
            entry(
                filing_id=filing,
                call_id=call,
                ordinal=ordinal,
                body_id=body,
                filed_at=at,
                **turn(duties.get(filing, ())),
            )
            for filing, (call, ordinal) in ordinals.items()
            for body, at in (filed[filing],)
        ),
        batch_size=500,
    )


def turn(held):
    due = min((day for day, _role in held if day), default=None)
    return {
        "turn": ENDED if not held else OPEN if due is None else LIMITED,
        "due": due,
        "roles": "".join(f" {role}" for role in sorted({role for _day, role in held})) + " " if held else "",
    }


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0001_initial"),
        ("cases", "0016_indexes"),
        ("filings", "0013_files_of_packages"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocketEntry",
            fields=[
                (
                    "filing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="docket",
                        serialize=False,
                        to="filings.filing",
                    ),
                ),
                ("ordinal", models.PositiveIntegerField()),
                ("filed_at", models.DateTimeField()),
                (
                    "turn",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "A limit runs"), (1, "No limit runs"), (2, "Nobody must act")]
                    ),
                ),
                ("due", models.DateField(blank=True, null=True)),
                ("roles", models.CharField(blank=True, max_length=500)),
                (
                    "body",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="docket", to="filings.body"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calls.call",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["turn", "due", "filed_at", "body"], name="docket_by_limit"),
                    models.Index(fields=["call", "filed_at", "body"], name="docket_by_call"),
                    models.Index(fields=["roles", "due", "filing"], name="docket_by_roles"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "ordinal"), name="one_filing_an_ordinal")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
