"""Fields and record types that an administrator made without a restart."""

from django.db import models

from guanxi.platform.nouns.record import OwnedRecord, Staged


class CustomNoun(models.Model):
    """A record type made at run time; its rows are CustomRecord rows."""

    key = models.SlugField(max_length=40, unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    plural_en = models.CharField(max_length=80, blank=True)
    icon = models.CharField(max_length=40, default="rows")
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class CustomField(models.Model):
    """A field added to a noun; its value lives under ``cf_<id>`` in the JSON column.

    ``options`` is a list of {"key", "zh", "en", "tone"}; ``settings`` holds what a type
    needs: target, decimals, formula, rollup, max_length, visible_when, max_length.
    """

    noun = models.CharField(max_length=60, db_index=True)
    name = models.SlugField(max_length=60)
    type = models.CharField(max_length=20)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    help_zh = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    options = models.JSONField(default=list)
    default = models.JSONField(null=True)
    settings = models.JSONField(default=dict)
    is_required = models.BooleanField(default=False)
    is_unique = models.BooleanField(default=False)
    is_searchable = models.BooleanField(default=False)
    is_indexed = models.BooleanField(default=False)
    # Where its words stand in the index; its own as long as any entry may hold some there.
    search_line = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "name"], name="custom_field_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}.{self.name}"


class FormArrangement(models.Model):
    """The sections of a noun's form, if an administrator made any; one row a noun.

    ``sections`` is a list of {"key", "zh", "en", "fields"}, ``quick`` the names of the fields of
    quick create. A field that stands in no section comes after them all.
    """

    noun = models.CharField(max_length=60, unique=True)
    sections = models.JSONField(default=list)
    quick = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.noun


class PageArrangement(models.Model):
    """Which parts of a noun's record page the people of a role find, and in which order.

    Without a role it is everybody's who has none of their own. Parts are named as by
    ``page_arranging.parts_of``; one that is in neither list has come since.
    """

    noun = models.CharField(max_length=60)
    role = models.ForeignKey("platform.Role", models.CASCADE, null=True, related_name="pages")
    shown = models.JSONField(default=list)
    away = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "role"], name="page_of_role"),
            models.UniqueConstraint(
                fields=["noun"], condition=models.Q(role=None), name="page_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.role or ''}".strip()


class CustomRecord(OwnedRecord, Staged):
    """A row of a noun that an administrator made; ``name_key`` sorts it by pinyin."""

    noun = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["noun", "team", "-updated_at"],
                condition=models.Q(deleted_at=None),
                name="customrecord_by_team",
            ),
            models.Index(
                fields=["noun", "-updated_at"],
                condition=models.Q(deleted_at=None),
                name="customrecord_recent",
            ),
            models.Index(
                fields=["noun", "name_key", "id"],
                condition=models.Q(deleted_at=None),
                name="customrecord_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
