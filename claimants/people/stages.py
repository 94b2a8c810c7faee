"""The one step between proving a mailbox and being signed in: a second factor, for staff alone."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class StaffSecondStep(AuthenticateStage):
    """A claimant's passkey is a convenience. It must never lock out the code on another device."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        return bool(user is not None and user.is_staff and super()._should_handle(request))
