"""A campaign as its pages are worked: what a browser sends at each step."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.campaigns import actions
from intake.campaigns.models import Campaign, TemplateVersion

ORDER = "ECF 41"
BODY = "Dear {{ name }},\n\nThe court gave an order about {{ product? }}. Read it on the page of the case.\n"
GOOD = "email,name,product\nana@example.org,Ana López,Plan A\nwei@example.org,Wei Chen,\nzoe@gmail.com,Zoë Okonkwo,B\n"
SAID: dict[str, Any] = {
    "name": "Class notice", "purpose": "court_notice", "order_reference": ORDER, "deadline": "2099-12-15 17:00",
    "per_second": "", "per_day": "", "unknown_rule": "hold", "remail_days": "10", "source": "list",
}  # fmt: skip


def at(campaign: Campaign, page: str = "") -> str:
    return f"/desk/matters/{campaign.matter.slug}/campaigns/{campaign.pk}/{page}"


def words_for(matter: Matter, by: User, **changes: Any) -> TemplateVersion:
    said = {"name": "Class notice", "language": "en", "purpose": "court_notice", "subject": "An order of the court",
            "body": BODY, "order_reference": ORDER} | changes  # fmt: skip
    return actions.make_template(matter=matter, by=by, **said)


def as_file(text: str, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def begun(client: Client, matter: Matter, by: User, **changes: Any) -> Campaign:
    """A draft with its words, through the pages."""
    template = words_for(matter, by)
    client.post(f"/desk/matters/{matter.slug}/campaigns/new/", {**SAID, "owner": by.pk, **changes})
    campaign = Campaign.objects.select_related("matter").latest("pk")
    client.post(at(campaign, "words/"), {"en": template.pk})
    return fresh(campaign)


def frozen(client: Client, matter: Matter, by: User, text: str = GOOD) -> Campaign:
    campaign = begun(client, matter, by)
    client.post(at(campaign, "freeze/"), {"upload": as_file(text)})
    return fresh(campaign)


def rehearsed(client: Client, matter: Matter, by: User, text: str = GOOD) -> Campaign:
    campaign = frozen(client, matter, by, text)
    client.post(at(campaign, "rehearse/"))
    actions.rehearse(campaign.dry_runs.get())
    return fresh(campaign)


def approve(client: Client, campaign: Campaign) -> HttpResponse:
    """Reads the page and approves what it showed."""
    shown = client.get(at(campaign, "approve/"))
    return client.post(at(campaign, "approve/"), {"seen": shown.context["form"]["seen"].value(), "read": "on"})


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("matter", "dispatch").get(pk=campaign.pk)
