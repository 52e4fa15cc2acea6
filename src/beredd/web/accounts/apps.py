"""What the site must know of the part."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class AccountsConfig(Room):
    name = "beredd.web.accounts"
    label = "accounts"
    verbose_name = _("Konton")
    prefix = "konto/"

    def ready(self) -> None:
        super().ready()
        from django.conf import settings

        from beredd.web.accounts import retention, sso, witness  # noqa: F401 (listens from now on)

        retention.register_rules()
        sso.read_mapping(settings.OIDC_ROLES)  # a mapping that cannot be read is said at the start
