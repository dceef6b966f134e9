from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "guanxi.demo"
    label = "demo"

    def ready(self) -> None:
        """Offer the sample company in the settings and among the first steps."""
        from guanxi.demo.offering import offer

        offer()
