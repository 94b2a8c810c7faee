"""Every notice and what became of it. What failed, or nobody can know about, a person settles on its own page."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from claimants.common.references import normalise
from intake.campaigns.causes import KIND as OF_MANY
from intake.desk.admin.registers import Register
from intake.desk.site import desk
from intake.notices.kinds import KINDS
from intake.notices.models import Notice

_NAMES = sorted({*KINDS, OF_MANY})


class ByKind(admin.SimpleListFilter):
    """The kinds there are in code; asking the table for them would read all of it."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name.replace("_", " ")) for name in _NAMES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        return queryset.filter(kind=self.value()) if self.value() in _NAMES else queryset


@admin.register(Notice, site=desk)
class NoticeRegister(Register):
    list_display = ["number", "what", "state", "about", "attempts_made", "owed", "accepted"]
    list_filter = ["state", ByKind]
    search_fields = ["code"]
    search_help_text = "Code of the notice, or reference of the claim"
    ordering = ["-pk"]
    address = "notices"
    title = "Notices"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return super().get_queryset(request).select_related("claim").defer("claim__draft")

    def found(self, rows: QuerySet[Notice], text: str) -> QuerySet[Notice]:
        reference = normalise(text)
        return rows.filter(Q(code=reference) | Q(claim__reference=reference)) if reference else rows.none()

    @admin.display(description="Code")
    def number(self, notice: Notice) -> str:
        return format_html('<a href="{}">{}</a>', reverse("desk:notice", args=[notice.code]), notice.code)

    @admin.display(description="Kind", ordering="kind")
    def what(self, notice: Notice) -> str:
        return notice.kind.replace("_", " ")

    @admin.display(description="About")
    def about(self, notice: Notice) -> str:
        return notice.claim.reference if notice.claim else "–"

    @admin.display(description="Owed", ordering="owed_at")
    def owed(self, notice: Notice) -> str:
        return f"{notice.owed_at:%Y-%m-%d %H:%M} UTC"

    @admin.display(description="Accepted", ordering="accepted_at")
    def accepted(self, notice: Notice) -> str:
        return f"{notice.accepted_at:%Y-%m-%d %H:%M} UTC" if notice.accepted_at else "–"
