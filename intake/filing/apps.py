from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class FilingConfig(AppConfig):
    name = "intake.filing"
    label = "filing"

    def ready(self) -> None:
        post_migrate.connect(_protect, dispatch_uid="frozen tables")


def _protect(sender: AppConfig, using: str, plan: Any = None, apps: Any = None, **_: Any) -> None:
    """Creates the triggers of the tables just migrated: rebuilding a table on SQLite drops them."""
    from claimants.common import frozen

    connection = connections[using]
    present = set(connection.introspection.table_names())
    install = [
        model
        for model in frozen.frozen_models()
        if model._meta.app_label == sender.label and model._meta.db_table in present
    ]
    if install:
        frozen.install(connection, install)
