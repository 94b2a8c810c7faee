"""When repeated work was last done, and what stood in its way."""

from django.db.models.functions import Now

from intake.notices.models import Sweep


def note(name: str, said: str = "") -> None:
    """That it was done just now; `said` is what is wrong, in a sentence."""
    Sweep.objects.update_or_create(name=name[:40], defaults={"at": Now(), "said": said[:300]})
