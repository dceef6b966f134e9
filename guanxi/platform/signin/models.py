"""One-time links, and the counters that slow down guessing."""

from django.db import models


class WelcomeLink(models.Model):
    """A link that lets one person in once, to choose a password; kept as a hash only.

    Without a person it makes the first administrator of an empty installation.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey("platform.User", models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "platform"

    def __str__(self) -> str:
        return f"welcome to {self.user or 'the first administrator'}"


class CacheEntry(models.Model):
    """The table of Django's database cache, where every web process counts failed sign-ins."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "platform"
        db_table = "guanxi_cache"

    def __str__(self) -> str:
        return self.cache_key
