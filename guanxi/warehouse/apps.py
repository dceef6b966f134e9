from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class WarehouseConfig(AppConfig):
    name = "guanxi.warehouse"
    label = "warehouse"

    def ready(self) -> None:
        from guanxi.warehouse.noting import note_writes

        # This room has no tables of Django's, so it is never told itself.
        post_migrate.connect(note_writes, sender=apps.get_app_config("platform"))
