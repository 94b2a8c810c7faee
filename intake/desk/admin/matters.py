"""The matters one has a role in, and the versions of their class definitions."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from claimants.matters.models import ClassDefinition, Matter
from intake.desk.admin.registers import Register
from intake.desk.reach import reach_of
from intake.desk.site import desk


@admin.register(Matter, site=desk)
class MatterRegister(Register):
    list_display = ["case", "stage", "kept_until", "loaded"]
    address = "matters"
    title = "Matters"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Matter]:
        return Matter.objects.defer("document").filter(pk__in=reach_of(request).with_power(self.power))

    @admin.display(description="Case", ordering="caption")
    def case(self, matter: Matter) -> str:
        return format_html('<a href="{}">{}</a>', reverse("desk:matter", args=[matter.slug]), matter.caption)

    @admin.display(description="Data kept until", ordering="retain_until")
    def kept_until(self, matter: Matter) -> str:
        return f"{matter.retain_until:%Y-%m-%d}"

    @admin.display(description="Loaded", ordering="loaded_at")
    def loaded(self, matter: Matter) -> str:
        return f"{matter.loaded_at:%Y-%m-%d %H:%M} UTC"


@admin.register(ClassDefinition, site=desk)
class DefinitionRegister(Register):
    list_display = ["numbered", "matter", "status", "provisional", "adopted", "fingerprint"]
    list_filter = ["status"]
    list_select_related = ["matter"]
    address = "definitions"
    title = "Versions of class definitions"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClassDefinition]:
        return super().get_queryset(request).defer("document", "matter__document")

    @admin.display(description="Version", ordering="version")
    def numbered(self, definition: ClassDefinition) -> str:
        address = reverse("desk:definition", args=[definition.matter.slug, definition.version])
        return format_html('<a href="{}">Version {}</a>', address, definition.version)

    @admin.display(description="Adopted", ordering="adopted_at")
    def adopted(self, definition: ClassDefinition) -> str:
        return f"{definition.adopted_at:%Y-%m-%d %H:%M} UTC" if definition.adopted_at else "–"

    @admin.display(description="SHA-256")
    def fingerprint(self, definition: ClassDefinition) -> str:
        return definition.sha256[:16]
