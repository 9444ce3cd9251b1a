"""Letters of authority are sealed; those that lay open are sealed here, their pages in SQLite overwritten."""

from django.db import migrations, models

from xianxing.pilot.parties.domain.letters import about_letter
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import open_value, seal_value

KINDS = [
    ("logged_in", "Logged in"),
    ("logged_out", "Logged out"),
    ("login_failed", "Log-in failed"),
    ("locked_out", "Locked out for a while"),
    ("session_ended", "Session ended"),
    ("stepped_up", "Second factor given for an act"),
    ("step_up_failed", "Second factor refused"),
    ("second_factor_set", "Second factor set up"),
    ("second_factor_reset", "Second factor reset"),
    ("reset_requested", "Reset of the second factor requested"),
    ("recovery_used", "Recovery code used"),
    ("recovery_made", "Recovery codes made anew"),
    ("password_set", "Password set"),
    ("password_mailed", "Link to set a password sent"),
    ("account_made", "Account made"),
    ("activated", "Account activated"),
    ("deactivated", "Account deactivated"),
    ("invited", "Invited"),
    ("claimed", "Institution claimed"),
    ("letter_read", "Authorisation letter read"),
    ("claim_confirmed", "Claim confirmed"),
    ("claim_refused", "Claim refused"),
    ("role_granted", "Role granted"),
    ("role_ended", "Role ended"),
    ("witness_trusted", "Witness of the log trusted"),
    ("witness_removed", "Witness of the log removed"),
    ("erased", "Erased after its time"),
    ("demo_login", "Entered the demonstration as"),
]


def seal(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA secure_delete = ON", params=None)
    letters = apps.get_model("parties", "Letter").objects
    for letter in letters.order_by("pk").iterator(chunk_size=1):
        sealed = seal_value(master_keys(), about_letter(letter.pk), bytes(letter.content))
        letters.filter(pk=letter.pk).update(sealed=sealed)


def lay_open(apps, schema_editor):
    letters = apps.get_model("parties", "Letter").objects
    for letter in letters.order_by("pk").iterator(chunk_size=1):
        content = open_value(master_keys(), about_letter(letter.pk), bytes(letter.sealed))
        letters.filter(pk=letter.pk).update(content=content)


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_access_log_not_replaced")]
    operations = [
        migrations.AddField("letter", "sealed", models.BinaryField(default=b""), preserve_default=False),
        migrations.AlterField("letter", "content", models.BinaryField(default=b"")),
        migrations.RunPython(seal, lay_open),
        migrations.RemoveField("letter", "content"),
        migrations.AlterField("accessevent", "kind", models.CharField(choices=KINDS, max_length=30)),
    ]
