"""`manage.py reassess SLUG --to N [--preview] [--json]`: the what-if of another version, or its apply."""

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claimants.common.exceptions import Refused
from claimants.matters.definitions import definition_numbered
from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter
from claimants.people.models import User
from intake.assessments import actions
from intake.assessments.models import Reassessment
from intake.assessments.progress import progress_of
from intake.assessments.report import as_json, as_text

_SAID_EVERY = 1.0


class Command(BaseCommand):
    help = (
        "Shows what a version of the class definition would change for everyone who filed (--preview), or puts an "
        "approved version into force and judges everyone by it. Stopped or killed, the same command goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--to", type=int, required=True, metavar="N", help="the version")
        parser.add_argument("--preview", action="store_true", help="only show; nothing about a claim is written")
        parser.add_argument("--json", action="store_true", help="print the numbers as one JSON object")
        parser.add_argument("--by", metavar="EMAIL", help="who does this; without it, the terminal is on record")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            definition = self._definition(options["slug"], options["to"])
            by = self._user(options["by"])
            run = self._asked(definition, by, is_preview=options["preview"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        run = self._led(run)
        if run.state != Reassessment.State.DONE:
            raise CommandError(run.note or "It is not done. Run the same command again to go on.")
        self.stdout.write(json.dumps(as_json(run), ensure_ascii=False) if options["json"] else as_text(run))

    def _definition(self, slug: str, version: int) -> ClassDefinition:
        matter = Matter.objects.filter(slug=slug).first()
        if matter is None:
            loaded = ", ".join(Matter.objects.values_list("slug", flat=True)) or "none; run load_matter first"
            raise CommandError(f"No matter is called {slug!r}. Loaded: {loaded}.")
        return definition_numbered(matter, version)

    def _user(self, email: str | None) -> User | None:
        if email is None:
            return None
        found = User.objects.filter(email__iexact=email, is_staff=True).first()
        if found is None:
            raise CommandError(f"No member of staff has the address {email}.")
        return found

    def _asked(self, definition: ClassDefinition, by: User | None, *, is_preview: bool) -> Reassessment:
        """A new pass; or the apply of this version that was begun and is not done; or the one that is."""
        if is_preview:
            return actions.preview(definition=definition, by=by)
        if definition.status == DefinitionStatus.IN_FORCE:
            begun = Reassessment.objects.filter(definition=definition, kind=Reassessment.Kind.APPLY).first()
            if begun is None:
                raise Refused(f"Version {definition.version} is in force already, and there was nobody to judge again.")
            return begun if begun.is_open or begun.state == "done" else actions.resume(run=begun, by=by)
        return actions.apply(definition=definition, by=by)

    def _led(self, run: Reassessment) -> Reassessment:
        """Leads the pass or, where a worker leads it already, waits for its end; says how far it is."""
        said = 0.0

        def say(run: Reassessment) -> None:
            nonlocal said
            if time.monotonic() - said >= _SAID_EVERY:
                said = time.monotonic()
                self.stderr.write(str(progress_of(run)))

        watch = say if sys.stderr.isatty() or run.kind == Reassessment.Kind.APPLY else None
        run = actions.lead(run, watch)
        while run.is_open:
            time.sleep(0.2)
            actions.lead(run, watch)
            say(run)
            run.refresh_from_db()
        return run
