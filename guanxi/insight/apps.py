from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "guanxi.insight"
    label = "insight"
