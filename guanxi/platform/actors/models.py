"""People, teams, roles and keys: who can act, and what their roles grant."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.spelling import NameKey, Spellings
from guanxi.platform.i18n.reader import is_chinese


class Team(models.Model):
    """A team in the tree of teams; the firm itself is the root."""

    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True, default="")
    name_key = NameKey()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    lead = models.ForeignKey("platform.User", models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """Its name in the reader's language, where it has one."""
        return self.name if is_chinese() else self.name_en or self.name


class User(AbstractBaseUser):
    """A member of staff who can sign in."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=80)
    name_key = NameKey()
    spellings = Spellings()
    title = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="members")
    roles = models.ManyToManyField("platform.Role", related_name="users")
    language = models.CharField(max_length=10, default="zh-hans")
    time_zone = models.CharField(max_length=64, blank=True)
    preferences = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    sign_in_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    is_staff = False
    is_superuser = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~models.Q(email=""), name="user_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_awaited(self) -> bool:
        """Whether they were asked in and have neither chosen a password nor come by a directory."""
        return self.last_login is None and not self.has_usable_password()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of the person must match: another version ends them all."""
        signed = f"{self.password}:{self.sign_in_version}"
        return salted_hmac("guanxi.session", signed, secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, permission: str, record: Any = None) -> bool:
        return False


class TeamMember(models.Model):
    """Membership in a further team beside a person's own."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team"], name="team_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}"


class Role(models.Model):
    """A named bundle of grants, given to people and keys."""

    code = models.SlugField(unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    is_administrator = models.BooleanField(default=False)
    home = models.CharField(max_length=40, blank=True)
    needs_second_factor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label_en


class Scope(models.TextChoices):
    """Over which rows a grant reaches, from nothing to everything."""

    NONE = "none", _("None")
    SHARED = "shared", _("Shared with me")
    OWN = "own", _("Own")
    TEAM = "team", _("My team")
    TREE = "tree", _("My team and below")
    ALL = "all", _("All")


class Grant(models.Model):
    """A role may do ``permission`` (such as "account.edit") over ``scope``."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    permission = models.CharField(max_length=120)
    scope = models.CharField(max_length=10, choices=Scope.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.permission}: {self.scope}"


class FieldMode(models.TextChoices):
    """How a role meets one field."""

    HIDDEN = "hidden", _("Hidden")
    MASKED = "masked", _("Masked")
    READ = "read", _("Read only")
    FULL = "full", _("Read and edit")


class FieldGrant(models.Model):
    """A role meets ``field`` of ``noun`` in ``mode``; unlisted fields are full."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="field_grants")
    noun = models.CharField(max_length=60)
    field = models.CharField(max_length=80)
    mode = models.CharField(max_length=10, choices=FieldMode.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "noun", "field"], name="field_grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}.{self.field}: {self.mode}"


class ApiKey(models.Model):
    """A key that acts under a role until it expires; only its hash is kept."""

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    role = models.ForeignKey(Role, models.PROTECT, related_name="keys")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="keys")
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Share(models.Model):
    """One record shown to one person or team beside its owner."""

    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="shares")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="shares")
    can_edit = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["noun", "record_id"]),
            models.Index(fields=["user", "noun"]),
            models.Index(fields=["team", "noun"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(team=None), name="share_with_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_id}"


class SharingRule(models.Model):
    """All rows of ``noun`` that match ``filter`` are shown to a person, team or role."""

    label = models.CharField(max_length=120)
    noun = models.CharField(max_length=60)
    filter = models.JSONField(default=dict)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    role = models.ForeignKey(Role, models.CASCADE, null=True, related_name="+")
    can_edit = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label


class Version(models.Model):
    """A number drawn anew whenever rights ("rights") or the schema ("schema") change."""

    name = models.CharField(max_length=20, primary_key=True)
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
