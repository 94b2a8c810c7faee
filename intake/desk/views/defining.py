"""The acts on a version: each that cannot be taken back shows first what it does."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from claimants.common.exceptions import Refused
from claimants.matters import actions
from claimants.matters.drafts import as_yaml
from claimants.matters.models import ClassDefinition, whole
from claimants.matters.policies import check_is_draft, check_is_proposed, check_nothing_proposed
from claimants.people.roles import Power
from intake.assessments import actions as assessments
from intake.assessments.policies import preview_of
from intake.desk.definition_acts import check_can_apply, in_force
from intake.desk.forms.definitions import DraftForm, ProposeForm
from intake.desk.reach import reader
from intake.desk.runs import seen_of
from intake.desk.stepping import Step, answer, posted
from intake.desk.views.definitions import definition_at, page

_acts = require_http_methods(["GET", "POST"])


@require_POST
def start(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    base = definition_at(request, slug, version, Power.ADMINISTER)
    draft = actions.start_draft(matter=base.matter, base=base, by=reader(request))
    messages.success(request, f"Version {draft.version} is a draft now. It says what version {version} says.")
    return HttpResponseRedirect(reverse("desk:definition_edit", args=[slug, draft.version]))


@_acts
def edit(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    draft = definition_at(request, slug, version, Power.ADMINISTER)
    check_is_draft(draft)
    form = DraftForm(posted(request), definition=draft, text=as_yaml(whole(draft).document))
    if form.is_valid():
        try:
            actions.edit_draft(definition=draft, text=form.cleaned_data["text"], by=reader(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"The draft of version {version} is saved.")
            return HttpResponseRedirect(address(draft))
    return page(
        request, "desk/definition_edit.html", f"Edit the draft of version {version}", draft, form=form,
        problems=form.marked(),
    )  # fmt: skip


@_acts
def propose(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    draft = definition_at(request, slug, version, Power.ADMINISTER)
    check_is_draft(draft)
    check_nothing_proposed(draft.matter)
    return _step(request, draft, Step(
        heading=f"Propose version {version}",
        explains=[
            "The text is frozen then, with the order that it follows. Two people must approve it before it can be put "
            "into force, each after reading the table of people.",
        ],
        button=f"Propose version {version}",
        form=ProposeForm(posted(request)),
        perform=lambda values: address(actions.propose(definition=draft, by=reader(request), **values)),
        done=f"Version {version} is proposed. Two people must approve it.",
    ))  # fmt: skip


@_acts
def withdraw(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    proposed = definition_at(request, slug, version, Power.ADMINISTER)
    check_is_proposed(proposed)
    return _step(request, proposed, Step(
        heading=f"Withdraw version {version}",
        explains=["It stays on record, and its number is not used again. It will never take effect."],
        button=f"Withdraw version {version}",
        perform=lambda values: address(actions.withdraw_proposal(definition=proposed, by=reader(request))),
        done=f"Version {version} is withdrawn.",
    ))  # fmt: skip


@_acts
def discard(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    draft = definition_at(request, slug, version, Power.ADMINISTER)
    check_is_draft(draft)

    def perform(values: dict[str, Any]) -> str:
        actions.discard_draft(definition=draft, by=reader(request))
        return reverse("desk:definitions", args=[slug])

    return _step(request, draft, Step(
        heading=f"Discard the draft of version {version}",
        explains=["The text of this draft is gone for good. Nobody was ever judged by it."],
        button="Discard this draft",
        perform=perform,
        done=f"The draft of version {version} is gone.",
    ))  # fmt: skip


@require_POST
def what_if(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    definition = definition_at(request, slug, version, Power.ADMINISTER)
    run = assessments.preview(definition=definition, by=reader(request))
    return HttpResponseRedirect(reverse("desk:run", args=[slug, version, run.pk]))


@_acts
def apply(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    proposed = definition_at(request, slug, version, Power.ADMINISTER)
    check_can_apply(reader(request), proposed)
    base = in_force(proposed)

    def perform(values: dict[str, Any]) -> str:
        run = assessments.apply(definition=proposed, by=reader(request))
        return reverse("desk:run", args=[slug, version, run.pk])

    return _step(request, proposed, Step(
        heading=f"Put version {version} into force",
        explains=[
            "From this moment every new submission is judged by it. Then everyone who has filed is judged again. "
            "This cannot be taken back: only a later version can change it.",
            "Claims that are decided keep their decision and come to the queue as decided under an earlier "
            "definition. Nobody is written to: the notices are held until you release them.",
        ],
        button=f"Put version {version} into force and apply it",
        perform=perform,
        done=f"Version {version} is in force for new submissions. Everyone else is being judged by it now.",
        seen=seen_of(preview_of(proposed, base)) if base else None,
    ))  # fmt: skip


def address(definition: ClassDefinition) -> str:
    return reverse("desk:definition", args=[definition.matter.slug, definition.version])


def _step(request: HttpRequest, definition: ClassDefinition, this: Step) -> HttpResponse:
    def draw() -> HttpResponse:
        return page(
            request, "desk/definition_step.html", this.heading, definition, step=this, form=this.form, seen=this.seen
        )

    return answer(request, this, draw)
