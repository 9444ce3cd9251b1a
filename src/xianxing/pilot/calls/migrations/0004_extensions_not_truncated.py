"""PostgreSQL's TRUNCATE removes no published extension either."""

from django.db import migrations


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE TRIGGER extension_truncate BEFORE TRUNCATE ON calls_extension "
            "FOR EACH STATEMENT EXECUTE FUNCTION extension_stays()",
            params=None,
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER extension_truncate ON calls_extension", params=None)


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_extensions_not_replaced")]
    operations = [migrations.RunPython(forwards, backwards)]
