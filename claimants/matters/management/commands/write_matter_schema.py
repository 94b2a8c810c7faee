"""`manage.py write_matter_schema`: writes docs/matter.schema.json from the code that checks matter files."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from claimants.matters.schema import IDENTIFIER, matter_schema


class Command(BaseCommand):
    help = "Writes the JSON Schema of matter files to docs/."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / IDENTIFIER
        path.write_text(matter_schema(), encoding="utf-8")
        self.stdout.write(f"Wrote docs/{IDENTIFIER}.")
