from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "guanxi.warehouse"
    label = "warehouse"
