"""Who opened which claim, for those who may audit."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claimants.common.references import normalise
from claimants.people.models import User
from claimants.people.roles import Power
from intake.desk.admin.registers import Register
from intake.desk.site import desk
from intake.review.models import StaffRead


@admin.register(StaffRead, site=desk)
class StaffReadRegister(Register):
    power = Power.AUDIT
    matter_path = "claim__matter"
    list_display = ["moment", "who", "what", "narrative"]
    list_filter = ["narrative"]
    search_fields = ["claim__reference"]
    search_help_text = "E-mail address of the reader, or reference of the claim"
    ordering = ["-pk"]
    address = "reads"
    title = "Who read what"

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaffRead]:
        return super().get_queryset(request).select_related("claim", "reader").defer("claim__draft")

    def found(self, rows: QuerySet[StaffRead], text: str) -> QuerySet[StaffRead]:
        reference = normalise(text)
        if reference:
            return rows.filter(claim__reference=reference)
        return rows.filter(reader__in=User.objects.filter(email__startswith=text.lower(), is_staff=True))

    @admin.display(description="When")
    def moment(self, read: StaffRead) -> str:
        return f"{read.at:%Y-%m-%d %H:%M:%S} UTC"

    @admin.display(description="Reader")
    def who(self, read: StaffRead) -> str:
        return read.reader.email

    @admin.display(description="Claim")
    def what(self, read: StaffRead) -> str:
        return read.claim.reference
