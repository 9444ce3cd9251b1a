"""The access log knows of accounts that were linked to the log-in provider, and of links removed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0014_complaints_read"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessevent",
            name="kind",
            field=models.CharField(
                choices=[
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
                    ("comment_read", "Comment on a public notice read"),
                    ("complaint_read", "Complaint read"),
                    ("complainant_read", "Who made a complaint read"),
                    ("claim_confirmed", "Claim confirmed"),
                    ("claim_refused", "Claim refused"),
                    ("role_granted", "Role granted"),
                    ("role_ended", "Role ended"),
                    ("witness_trusted", "Witness of the log trusted"),
                    ("witness_removed", "Witness of the log removed"),
                    ("erased", "Erased after its time"),
                    ("token_made", "Token of the programming interface made"),
                    ("token_revoked", "Token of the programming interface revoked"),
                    ("identity_linked", "Account linked to the log-in provider"),
                    ("identity_unlinked", "Link to the log-in provider removed"),
                    ("guest_invited", "Expert invited to enter without an account"),
                    ("guest_code_made", "Code for an expert without an account made"),
                    ("guest_entered", "Expert entered by link and code"),
                    ("guest_code_given", "Expert gave the code again for an act"),
                    ("guest_code_refused", "Code of an expert's invitation refused"),
                    ("guest_code_locked", "Code of an expert's invitation locked"),
                    ("guest_extended", "Expert's invitation extended"),
                    ("guest_ended", "Expert's invitation ended"),
                    ("demo_login", "Entered the demonstration as"),
                ],
                max_length=30,
            ),
        ),
    ]
