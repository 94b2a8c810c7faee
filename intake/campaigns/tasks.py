"""What the worker does for campaigns. Each task may run twice, and may be lost."""

from celery import shared_task

from intake.campaigns import actions
from intake.campaigns.models import ClosingAsked, DryRun


@shared_task(name="campaigns.rehearse")
def rehearse(dry_run: int) -> None:
    actions.rehearse(DryRun.objects.get(pk=dry_run))


@shared_task(name="campaigns.close")
def close(asked: int) -> None:
    actions.work_closing(ClosingAsked.objects.select_related("campaign", "by").get(pk=asked))


@shared_task(name="campaigns.warm_up")
def warm_up() -> None:
    actions.warm_up()


@shared_task(name="campaigns.sweep")
def sweep() -> None:
    actions.pause_what_stopped()
    actions.take_void_approvals_back()
    actions.sweep_seeds()
    actions.sweep_rehearsals()
    actions.sweep_closings()


@shared_task(name="campaigns.follow_up")
def follow_up() -> None:
    actions.follow_up()


@shared_task(name="campaigns.rule_unknowns")
def rule_unknowns() -> None:
    actions.apply_unknown_rules()
