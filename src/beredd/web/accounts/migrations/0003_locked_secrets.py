"""Secrets of the second factor, kept in the clear until now, are locked with the site's key."""

from django.db import migrations


def lock_all(apps, schema_editor):
    from beredd.web.accounts.second_factor import lock

    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = lock(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [lock(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


def unlock_all(apps, schema_editor):
    from beredd.web.accounts.second_factor import unlock

    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = unlock(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [unlock(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_access"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(lock_all, unlock_all)]
