"""A database field that keeps JSON in canonical form: equal values are equal text, on SQLite and PostgreSQL alike."""

import json
from typing import Any

from django.db import models


class CanonicalJSONField(models.TextField):
    """A JSON value stored as text with sorted keys and no spaces; the text can be hashed and compared as it stands."""

    # For the type checker: what is read and assigned is the value, not the text it is kept as.
    _pyi_private_get_type: Any
    _pyi_private_set_type: Any

    def from_db_value(self, value, expression, connection):
        return None if value is None else json.loads(value)

    def get_prep_value(self, value):
        from beredd.provenance import canonical_json  # imports numba: a second that start-up need not spend

        return None if value is None else canonical_json(value)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def to_python(self, value):
        return json.loads(value) if isinstance(value, str) else value

    def formfield(self, **kwargs):
        from django.forms import JSONField

        return models.Field.formfield(self, **{"form_class": JSONField, **kwargs})
