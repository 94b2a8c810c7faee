"""What every register has in common: a list to read, in one's own matters, and nothing else."""

from typing import Any, cast

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin

from claimants.people.roles import Power
from intake.desk.queue import MANY
from intake.desk.reach import reach_of

ALPINE = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


class FirstPages(Paginator):
    """Counts no further than a reader ever pages: beyond that, narrow the list."""

    most = MANY

    @cached_property
    def count(self) -> int:
        rows = cast(QuerySet[Any], self.object_list)
        return rows.order_by()[:MANY].count()


class Register(ModelAdmin):
    """A list without adding, changing or deleting. `power` opens it; `matter_path` leads to a row's matter."""

    address = ""
    title = ""
    power = Power.READ
    matter_path = "matter"
    actions = None
    list_display_links = None
    list_per_page = 50
    list_max_show_all = 0
    list_after_template = "desk/_register_after.html"
    sortable_by = ()
    show_full_result_count = False
    paginator = FirstPages

    def get_urls(self) -> list[URLPattern]:
        """The list alone: no form, no history, no deletion has an address."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        return [path(f"{self.address}/", self.admin_site.admin_view(self._with_policy), name=name)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        matters = reach_of(request).with_power(self.power)
        return super().get_queryset(request).filter(**{f"{self.matter_path}__in": matters})

    def found(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The rows that `text` means, by an indexed column. A register that can be searched says how."""
        return rows.none()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (self.found(queryset, search_term.strip()) if search_term.strip() else queryset), False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return reach_of(request).has_anywhere(self.power)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return reach_of(request).has_anywhere(self.power)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def _with_policy(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Unfold's lists are driven by Alpine, which evaluates; no other page of the site allows that."""
        response = self.changelist_view(request, extra_context={"title": self.title}, **kwargs)
        response._csp_update = ALPINE
        return response
