"""Who a session belongs to, fetched by one plain statement: every page of everybody signed in asks for them."""

from allauth.account.auth_backends import AuthenticationBackend

from claimants.people.models import User

_BY_KEY = f"SELECT * FROM {User._meta.db_table} WHERE id = %s"  # noqa: S608


class AccountBackend(AuthenticationBackend):
    """allauth's own, but for how it reads."""

    def get_user(self, user_id: int) -> User | None:
        for user in User.objects.raw(_BY_KEY, [user_id]):
            return user if self.user_can_authenticate(user) else None
        return None
