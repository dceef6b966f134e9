from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "guanxi.insight"
    label = "insight"

    def ready(self) -> None:
        """Show the pages of insight in the navigation, and the classes on each customer."""
        from guanxi.insight.entrance import open_up

        open_up()
