"""The working group has a legal reviewer."""

from django.db import migrations, models

ROLES = [
    ("secretariat", "Secretariat"),
    ("risk_reviewer", "Risk reviewer"),
    ("group_head", "Head of the working group"),
    ("legal_reviewer", "Legal reviewer"),
    ("supervision_bureau", "Technology supervision bureau"),
    ("expert", "Expert"),
]


class Migration(migrations.Migration):
    dependencies = [("parties", "0009_access_tokens")]
    operations = [
        migrations.AlterField("staffappointment", "role", models.CharField(choices=ROLES, max_length=20)),
    ]
