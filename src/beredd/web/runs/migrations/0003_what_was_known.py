"""What earlier rows say of themselves: the engine of a result, and the permissions that were given under the old name."""

from django.db import migrations


def note_engines(apps, schema_editor) -> None:
    """The engine stands in the summary of every run that is done."""
    Run = apps.get_model("runs", "Run")
    for run in Run.objects.filter(summary__isnull=False).iterator():
        run.engine = str(run.summary.get("provenance", {}).get("engine", ""))[:40]
        run.save(update_fields=["engine"])


def move_content_types(apps, schema_editor) -> None:
    """Permissions and the administration's own log point to content types; they follow the tables."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    for model in ("run", "runevent"):
        if not ContentType.objects.filter(app_label="runs", model=model).exists():
            ContentType.objects.filter(app_label="simulations", model=model).update(app_label="runs")


class Migration(migrations.Migration):
    dependencies = [("runs", "0002_every_kind"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [
        migrations.RunPython(note_engines, migrations.RunPython.noop),
        migrations.RunPython(move_content_types, migrations.RunPython.noop),
    ]
