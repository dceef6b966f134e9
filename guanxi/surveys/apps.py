from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "guanxi.surveys"
    label = "surveys"
