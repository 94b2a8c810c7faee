"""Who would be written to, before anybody is frozen: how many claims are meant, or which columns a list must have."""

from dataclasses import dataclass

from claimants.matters.stages import WORDS, Mode
from intake.assessments.models import Outcome
from intake.campaigns.actions.freezing import variables_of
from intake.campaigns.claims import claims_of
from intake.campaigns.lists.columns import EMAILS, POSTAL
from intake.campaigns.models import Campaign
from intake.campaigns.sources import ClaimsSource, read_source
from intake.campaigns.wording import wording_of
from intake.desk.runs import in_words
from intake.filing.states import State


@dataclass(frozen=True)
class Columns:
    """The names in the first line of a list."""

    needed: list[str]
    optional: list[str]
    emails: tuple[str, ...] = EMAILS
    postal: tuple[str, ...] = POSTAL


def source_in_words(campaign: Campaign) -> str:
    """How its recipients are chosen."""
    source = read_source(campaign.source)
    if not isinstance(source, ClaimsSource):
        if campaign.manifest_sha256:
            return "People on the list that was uploaded."
        return "People on a list, which is uploaded when the recipients are frozen."
    chosen = [
        *(str(State(value).label) for value in source.states),
        *(str(Outcome(value).label) for value in source.outcomes),
        *(WORDS[Mode(value)].things for value in source.modes),
        *map(in_words, source.languages),
    ]
    narrowed = f" Only: {', '.join(chosen)}." if chosen else ""
    on_paper = " Also those who can be reached by post alone." if source.on_paper else ""
    return f"People who filed in this matter.{narrowed}{on_paper}"


def grade_in_words(value: float) -> str:
    """Short words in short sentences come out below the first grade of any school."""
    return "1 or below" if value < 1 else f"{value:g}"


def columns_for(campaign: Campaign) -> Columns:
    """By the templates that are chosen."""
    wordings = {
        choice.language: wording_of(choice.template, campaign.matter)
        for choice in campaign.templates.select_related("template")
    }
    required: dict[str, bool] = {}
    for variables in variables_of(wordings).values():
        for name, is_needed in variables.items():
            required[name] = required.get(name, False) or is_needed
    return Columns(
        needed=sorted(name for name, is_needed in required.items() if is_needed),
        optional=sorted(name for name, is_needed in required.items() if not is_needed),
    )


def meant_by(campaign: Campaign) -> int:
    """How many claims its choice holds now. Until it is frozen, that may still change."""
    source = read_source(campaign.source)
    return claims_of(campaign.matter, source).count() if isinstance(source, ClaimsSource) else 0
