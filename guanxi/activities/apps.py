from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "guanxi.activities"
    label = "activities"

    def ready(self) -> None:
        """Let the days by which the firm works be among its definitions."""
        from guanxi.activities.workdays.definitions import Holidays, OwnDays
        from guanxi.platform.definitions.parts import add_parts

        add_parts(Holidays(), OwnDays())
