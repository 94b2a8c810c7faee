"""People: who signs in, whom a claim is for, and what a member of staff may do in which matter."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from claimants.common.frozen import Frozen


class Role(models.TextChoices):
    """What a grant allows; see `claimants.people.roles` for the table of powers."""

    REVIEWER = "reviewer", "Reviewer"
    SUPERVISOR = "supervisor", "Supervisor"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; claimants have no password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can sign in: a claimant by e-mail code or passkey, staff with a second factor too."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    language = models.CharField(max_length=12, default="en")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique",
                violation_error_message="Someone already signs in with this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.email


class Person(models.Model):
    """A human being a claim is for. Without a user when someone else files for them or staff key in paper."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="person"
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"person {self.pk}"


class RoleGrant(models.Model):
    """One role of one member of staff in one matter."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "matter", "role"], name="role_grant_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} in {self.matter_id}"


class RoleChange(models.Model):
    """That a role was given to, or taken from, a member of staff, and by whom. Append-only."""

    frozen = Frozen.APPEND_ONLY

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_changes")
    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="role_changes")
    role = models.CharField(max_length=20, choices=Role.choices)
    is_given = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.role} {'given to' if self.is_given else 'taken from'} {self.user_id} in {self.matter_id}"


class MailboxChange(models.Model):
    """Two members of staff together gave someone who lost their mailbox a new one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mailbox_changes")
    old_email = models.EmailField(max_length=254)
    new_email = models.EmailField(max_length=254)
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mailbox_change_is_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                violation_error_message="A new mailbox must be confirmed by a second member of staff.",
            ),
            models.CheckConstraint(
                name="mailbox_change_is_confirmed_by_someone_at_some_time",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                violation_error_message="A confirmation has a person and a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"mailbox change {self.pk}"
