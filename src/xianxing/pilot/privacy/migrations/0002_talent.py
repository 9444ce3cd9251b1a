from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="datarequest",
            name="origin",
            field=models.CharField(
                choices=[
                    ("complaint", "a complaint, report, inquiry or petition"),
                    ("comment", "a comment on a public notice"),
                    ("expert", "an expert's account"),
                    ("talent", "a place in the talent pool"),
                ],
                max_length=12,
            ),
        ),
    ]
