"""Roles, and mailboxes that two people gave out."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from claimants.people.models import MailboxChange, RoleGrant
from claimants.people.roles import Power
from intake.desk.admin.registers import Register
from intake.desk.reach import reach_of
from intake.desk.site import desk
from intake.filing.models import Claim


@admin.register(RoleGrant, site=desk)
class RoleRegister(Register):
    power = Power.ADMINISTER
    list_display = ["who", "matter", "role", "given_by", "given"]
    list_filter = ["role"]
    list_select_related = ["user", "matter", "granted_by"]
    ordering = ["user__email", "matter"]
    list_before_template = "desk/_grants_before.html"
    address = "roles"
    title = "Staff and roles"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleGrant]:
        return super().get_queryset(request).defer("matter__document")

    @admin.display(description="Member of staff", ordering="user__email")
    def who(self, grant: RoleGrant) -> str:
        return format_html('<a href="{}">{}</a>', reverse("desk:role", args=[grant.pk]), grant.user.email)

    @admin.display(description="Given by")
    def given_by(self, grant: RoleGrant) -> str:
        return grant.granted_by.email if grant.granted_by else "–"

    @admin.display(description="Given", ordering="granted_at")
    def given(self, grant: RoleGrant) -> str:
        return f"{grant.granted_at:%Y-%m-%d %H:%M} UTC"


@admin.register(MailboxChange, site=desk)
class MailboxRegister(Register):
    """Only of people who filed in one's matters."""

    power = Power.REVIEW
    list_display = ["what", "old_email", "proposed_by", "proposed", "confirmed_by", "confirmed"]
    list_select_related = ["user", "proposed_by", "confirmed_by"]
    ordering = ["-pk"]
    list_before_template = "desk/_mailboxes_before.html"
    address = "mailboxes"
    title = "New mailboxes"

    def get_queryset(self, request: HttpRequest) -> QuerySet[MailboxChange]:
        ours = Claim.objects.filter(filed_by=OuterRef("user"), matter__in=reach_of(request).with_power(self.power))
        return MailboxChange.objects.filter(Exists(ours))

    @admin.display(description="New mailbox")
    def what(self, change: MailboxChange) -> str:
        return format_html('<a href="{}">{}</a>', reverse("desk:mailbox_confirm", args=[change.pk]), change.new_email)

    @admin.display(description="Proposed")
    def proposed(self, change: MailboxChange) -> str:
        return f"{change.proposed_at:%Y-%m-%d %H:%M} UTC"

    @admin.display(description="Confirmed")
    def confirmed(self, change: MailboxChange) -> str:
        return f"{change.confirmed_at:%Y-%m-%d %H:%M} UTC" if change.confirmed_at else "waits for a second person"
