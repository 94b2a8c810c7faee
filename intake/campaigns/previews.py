"""What a person reads before approving: the messages that are most likely to look wrong, and some by lot."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from claimants.common.exceptions import Refused
from intake.campaigns.models import Campaign, DryRun, Recipient
from intake.campaigns.wording import frame_around, wording_in
from intake.notices.render import UNSENT_CODE, Message

BY_LOT = 20


@dataclass(frozen=True)
class Shown:
    """A line worth reading, and why it is."""

    place: int
    why: str


def preview(campaign: Campaign, place: int) -> Message:
    """The message of a line as it would be written now, with a code that no notice bears."""
    recipient = Recipient.objects.filter(campaign=campaign, place=place).first()
    if recipient is None:
        raise Refused(f"There is nobody on line {place:,} of this campaign, or their personal data was erased.")
    choice = campaign.templates.select_related("template").filter(language=recipient.language).first()
    if choice is None:
        raise Refused(f"No template is chosen for the language “{recipient.language}”.")
    return wording_in(choice.template, frame_around(campaign)).write(recipient.values, code=UNSENT_CODE)


def worth_reading(campaign: Campaign) -> list[Shown]:
    """The longest and the shortest message, lines without a value for each variable, and twenty by lot.

    The lot is drawn from the manifest's digest, so that both who approve read the same.
    """
    found: dict[int, list[str]] = defaultdict(list)
    dry_run = campaign.dry_runs.filter(manifest_sha256=campaign.manifest_sha256).exclude(done=0).first()
    for place, why in _extremes(dry_run):
        found[place].append(why)
    for variable in sorted(_variables(campaign)):
        lacking = Recipient.objects.filter(campaign=campaign, is_seed=False).exclude(values__has_key=variable)
        for place in lacking.order_by("place").values_list("place", flat=True)[:BY_LOT]:
            found[place].append(f"has no “{variable}”")
    lot = Random(campaign.manifest_sha256)  # noqa: S311 - nobody gains by guessing it, and both must draw the same
    for place in lot.sample(range(1, campaign.manifest_rows + 1), min(BY_LOT, campaign.manifest_rows)):
        if place not in found:
            found[place].append("drawn by lot")
    return [Shown(place, "; ".join(why)) for place, why in found.items()]


def _extremes(dry_run: DryRun | None) -> list[tuple[int, str]]:
    if dry_run is None:
        return []
    unwritable = [(reason["place"], reason["why"]) for reason in dry_run.reasons]
    sizes = [(dry_run.longest_place, "the longest message"), (dry_run.shortest_place, "the shortest message")]
    return [*[(place, why) for place, why in sizes if place is not None], *unwritable]


def _variables(campaign: Campaign) -> set[str]:
    choices = campaign.templates.select_related("template")
    return {name for choice in choices for name in choice.template.variables}
