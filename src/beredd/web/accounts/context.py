"""What every template may ask about the reader."""

from django.utils.functional import SimpleLazyObject

from beredd.web.accounts import policy


class _May:
    """`may.administer_site` and the like in templates; asked only when used."""

    def __init__(self, user):
        self._user = user

    @property
    def administer_site(self):
        return policy.may_administer_site(self._user)

    @property
    def read_audit_log(self):
        return policy.may_read_audit_log(self._user)


def permissions(request):
    """`may`: the reader's permissions that concern no single object."""
    return {"may": SimpleLazyObject(lambda: _May(request.user))}
