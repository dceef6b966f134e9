from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "guanxi.web"
    label = "web"

    def ready(self) -> None:
        """Let record pages know the panels that the roof draws, and people of work that is over."""
        from guanxi.web.records import customer_card, next_step  # noqa: F401
        from guanxi.web.work import telling  # noqa: F401
