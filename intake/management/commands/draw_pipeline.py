"""Writes docs/pipeline.md anew from the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from intake.drawing import pipeline_page


class Command(BaseCommand):
    help = "Draws the states of a claim and the pipeline into docs/pipeline.md."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / "pipeline.md").write_text(pipeline_page())
        self.stdout.write("docs/pipeline.md says what the code says.")
