"""The tables of runs as they were made under their first name, `simulations`; databases that have them keep them."""

import beredd.web.canonical
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [("simulations", "0001_initial")]

    dependencies = [
        ("accounts", "0001_initial"),
        ("jobs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.CharField(
                        editable=False, max_length=12, primary_key=True, serialize=False, verbose_name="körning"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="namn")),
                ("scenario", models.CharField(db_index=True, max_length=80, verbose_name="scenario")),
                ("spec", beredd.web.canonical.CanonicalJSONField(verbose_name="beskrivning")),
                ("spec_schema", models.CharField(default="beredd/run-spec/1", max_length=40)),
                (
                    "spec_hash",
                    models.CharField(db_index=True, max_length=16, verbose_name="fingeravtryck av beskrivningen"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="hör till demonstrationen")),
                (
                    "created_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="skapad"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "i kö"),
                            ("running", "räknar"),
                            ("done", "klar"),
                            ("failed", "misslyckad"),
                            ("cancelled", "avbruten"),
                            ("lost", "förlorad"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="tillstånd",
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=12, verbose_name="orsak")),
                ("error", models.TextField(blank=True, verbose_name="felmeddelande")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="startad")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutad")),
                (
                    "summary",
                    beredd.web.canonical.CanonicalJSONField(blank=True, null=True, verbose_name="sammanfattning"),
                ),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="resultatets fingeravtryck")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="run",
                        to="jobs.job",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="runs",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "simulations_run",
                "verbose_name": "körning",
                "verbose_name_plural": "körningar",
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="RunEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("queued", "ställd i kö"),
                            ("started", "påbörjad"),
                            ("requeued", "åter i kö"),
                            ("finished", "klar"),
                            ("failed", "misslyckad"),
                            ("cancelled", "avbruten"),
                            ("lost", "förlorad"),
                        ],
                        max_length=12,
                    ),
                ),
                ("schema", models.CharField(default="beredd/run-event/1", max_length=40)),
                ("data", beredd.web.canonical.CanonicalJSONField(default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="runs.run"
                    ),
                ),
            ],
            options={
                "db_table": "simulations_runevent",
                "verbose_name": "händelse",
                "verbose_name_plural": "händelser",
                "ordering": ("run", "number"),
            },
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "running", "done", "failed", "cancelled", "lost"])),
                name="run_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["", "bad-input", "error", "cancelled", "time-limit", "child-died", "worker-died"])
                ),
                name="run_reason_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), ("summary__isnull", False)),
                    models.Q(("state", "done"), _negated=True),
                    _connector="OR",
                ),
                name="run_done_has_summary",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("state__in", ("queued", "running"))),
                    models.Q(
                        models.Q(("state__in", ("queued", "running")), _negated=True), ("finished_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="run_finished_at_iff_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="runevent",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="run_event_number_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="runevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["queued", "started", "requeued", "finished", "failed", "cancelled", "lost"])
                ),
                name="run_event_kind_is_known",
            ),
        ),
    ]
