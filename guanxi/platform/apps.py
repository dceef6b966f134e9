from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlatformConfig(AppConfig):
    """Loads what every room declares, and connects the platform's parts."""

    name = "guanxi.platform"
    label = "platform"

    def ready(self) -> None:
        """Load each room's declarations in the order that they build on each other."""
        from guanxi.platform import checks  # noqa: F401 - registers itself
        from guanxi.platform.wiring import connect

        connect()
        autodiscover_modules("nouns", "verbs", "panels", "subscribers", "tasks", "recipes")
        # After those of the rooms, so that it stands behind them wherever all are listed.
        from guanxi.platform.glossary import nouns  # noqa: F401 - registers itself
