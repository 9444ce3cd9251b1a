"""The panel of the professional evaluation has people of its own."""

from django.db import migrations, models

ROLES = [
    ("secretariat", "Secretariat"),
    ("risk_reviewer", "Risk reviewer"),
    ("group_head", "Head of the working group"),
    ("legal_reviewer", "Legal reviewer"),
    ("supervision_bureau", "Technology supervision bureau"),
    ("evaluation_panel", "Professional evaluation panel"),
    ("expert", "Expert"),
]


class Migration(migrations.Migration):
    dependencies = [("parties", "0011_comment_read")]
    operations = [
        migrations.AlterField("staffappointment", "role", models.CharField(choices=ROLES, max_length=20)),
    ]
