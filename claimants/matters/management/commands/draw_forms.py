"""`manage.py draw_forms`: writes docs/criterion-forms.md from the forms of test in the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from claimants.eligibility.drawing import PAGE, forms_page


class Command(BaseCommand):
    help = "Draws the page of the forms of test into docs/."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / PAGE).write_text(forms_page(), encoding="utf-8")
        self.stdout.write(f"docs/{PAGE} says what the code says.")
