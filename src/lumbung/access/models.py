"""People, offices and appointments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from lumbung.access.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes people; names are compared without case."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A person who can log in with `username`; without a password only an invitation lets them in."""
        user = self.model(username=self.model.normalize_username(username).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """By user name, without case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who works with the office. No national ID number; NIP is a civil servant's number."""

    username = models.CharField(max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(max_length=200)
    nip = models.CharField(max_length=18, null=True, blank=True, unique=True, validators=[RegexValidator(r"^\d{18}$")])
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.username


class Office(models.Model):
    """A cooperative agency of a city or regency, of a province, or the ministry."""

    class Level(models.TextChoices):
        REGENCY = "regency"
        PROVINCE = "province"
        NATIONAL = "national"

    code = models.CharField(max_length=12, unique=True)  # what permanent numbers begin with
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=8, choices=Level, default=Level.REGENCY)
    region_code = models.CharField(max_length=10, blank=True)  # Kemendagri, no dots; empty: the whole country
    time_zone = models.CharField(max_length=40, default="Asia/Makassar")
    is_sample = models.BooleanField(default=False)  # its data is invented; every page and sheet says so
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="office_region_goes_with_its_level",
                condition=Q(level="national", region_code="")
                | Q(level="province", region_code__regex=r"^\d{2}$")
                | Q(level="regency", region_code__regex=r"^\d{4}$"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A role of a person in an office for a time; acting ones name their letter."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    region_code = models.CharField(max_length=10, blank=True)  # narrower than the office's area; empty: all of it
    during = DateRangeField()  # first day inclusive, last day exclusive
    acting = models.BooleanField(default=False)  # Plh./Plt.
    letter = models.CharField(max_length=120, blank=True)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="given_appointments")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="acting_appointment_names_its_letter", condition=Q(acting=False) | ~Q(letter="")
            ),
            ExclusionConstraint(
                name="one_appointment_at_a_time_per_role_and_area",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("region_code", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Invitation(models.Model):
    """A link to copy that lets one person set a password, once, for some days. Only the token's hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="made_invitations")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


VIEW_NAME, VIEW_ADDRESS = 80, 2_000  # letters


class SavedView(models.Model):
    """A list that a person keeps under a name, by its address; a shared one is offered to the whole office."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=VIEW_NAME)
    address = models.CharField(max_length=VIEW_ADDRESS)  # "?district=647101&visited=no"
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "name"], name="saved_view_name_is_unique_to_its_owner"),
            models.CheckConstraint(name="saved_view_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class ViewFollower(models.Model):
    """Somebody who wants a kept list in their daily summary: their own, or one that is shared."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="followed_views")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "user"], name="a_view_is_followed_once_by_one")]


class ViewCount(models.Model):
    """How long a followed list was on a day, as its follower may see it."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="counts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "user", "on"], name="a_view_is_counted_once_a_day")]
