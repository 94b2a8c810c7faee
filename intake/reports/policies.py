"""Who may have what goes to a court."""

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import User
from claimants.people.roles import Power, has_power


def check_may_declare(user: User, matter: Matter) -> None:
    if not has_power(user, matter, Power.ADMINISTER):
        raise Refused("Your role in this matter does not let you make or take a declaration. Ask its administrator.")
