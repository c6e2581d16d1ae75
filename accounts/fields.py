"""The column of user names."""

from typing import Any

from django.db import models

from accounts.names import normal_form


class UsernameField(models.CharField[str, str]):
    """Text that is written and looked up in `names.normal_form`, so that `unique` means whatever the case.

    The database's own constraint then holds for every way of writing (`save`, `update`, bulk writes), alike
    on SQLite and PostgreSQL, whose own ideas of upper and lower case differ.
    """

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return normal_form(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = normal_form(value)
            setattr(model_instance, self.attname, value)
        return value
