"""The table of Django's admin goes with it: its rows named people, who could then not be removed."""

from django.db import migrations

DROP = "DROP TABLE IF EXISTS django_admin_log"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_locked_secrets")]
    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop)]
