"""In whose hands a notice is that no machine can bring to an end."""

from claimants.people.models import RoleGrant
from claimants.people.roles import Power, roles_with
from intake.notices.models import Notice


def owner_of(notice: Notice) -> int | None:
    """The user: whoever answers for the dispatch, else the first who may give the matter's work to others.

    None only while nobody in the matter may; the desk shows those to everybody who can read the matter.
    """
    if notice.dispatch is not None:
        return notice.dispatch.owner_id
    if notice.owner_id:
        return notice.owner_id
    grants = RoleGrant.objects.filter(matter=notice.matter_id, role__in=roles_with(Power.ASSIGN), user__is_active=True)
    return grants.order_by("pk").values_list("user", flat=True).first()
