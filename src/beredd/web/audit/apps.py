"""What the site must know of the part."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class AuditConfig(Room):
    name = "beredd.web.audit"
    label = "audit"
    verbose_name = _("Logg")
    prefix = "logg/"
    menu = Item(key="audit", label=_("Logg"), address="audit:lines", place=90, may="read_audit_log")

    def ready(self) -> None:
        super().ready()
        from beredd.web.audit import retention

        retention.register_rules()
