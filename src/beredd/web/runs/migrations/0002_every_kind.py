"""Runs become of every kind: the tables change name, `scenario` becomes `topic`, and a run knows its kind."""

from django.db import migrations, models

import beredd.web.canonical

EVENTS = ["queued", "started", "requeued", "finished", "failed", "cancelled", "lost", "saved", "removed", "restored"]


class Migration(migrations.Migration):
    dependencies = [("runs", "0001_initial")]

    operations = [
        migrations.AlterModelTable(name="run", table=None),
        migrations.AlterModelTable(name="runevent", table=None),
        migrations.RenameField(model_name="run", old_name="scenario", new_name="topic"),
        migrations.AlterField(
            model_name="run",
            name="topic",
            field=models.CharField(blank=True, db_index=True, max_length=80, verbose_name="ämne"),
        ),
        migrations.AddField(
            model_name="run",
            name="kind",
            # Until now there was one kind.
            field=models.CharField(db_index=True, default="dispensing.run", max_length=40, verbose_name="slag"),
            preserve_default=False,
        ),
        migrations.AlterField(model_name="run", name="spec_schema", field=models.CharField(max_length=40)),
        migrations.AddField(
            model_name="run",
            name="key",
            field=models.CharField(blank=True, editable=False, max_length=16, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="run",
            name="is_private",
            field=models.BooleanField(default=False, verbose_name="bara för ägaren"),
        ),
        migrations.AddField(
            model_name="run",
            name="removed_at",
            field=models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="borttagen"),
        ),
        migrations.AddField(
            model_name="run",
            name="record",
            field=beredd.web.canonical.CanonicalJSONField(blank=True, null=True, verbose_name="uppgifter"),
        ),
        migrations.AddField(
            model_name="run",
            name="engine",
            field=models.CharField(blank=True, max_length=40, verbose_name="motor"),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("queued", "running")), _negated=True),
                    ("removed_at__isnull", True),
                    _connector="OR",
                ),
                name="run_removed_only_when_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_private", False),
                    models.Q(("is_demo", False), ("organisation__isnull", True)),
                    _connector="OR",
                ),
                name="run_private_has_no_organisation",
            ),
        ),
        migrations.RemoveConstraint(model_name="runevent", name="run_event_kind_is_known"),
        migrations.AlterField(
            model_name="runevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("queued", "ställd i kö"),
                    ("started", "påbörjad"),
                    ("requeued", "åter i kö"),
                    ("finished", "klar"),
                    ("failed", "misslyckad"),
                    ("cancelled", "avbruten"),
                    ("lost", "förlorad"),
                    ("saved", "sparad"),
                    ("removed", "borttagen"),
                    ("restored", "återställd"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="runevent",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", EVENTS)), name="run_event_kind_is_known"),
        ),
    ]
