"""Addresses of insight."""

from django.urls import path

from guanxi.insight import parameter_views, views
from guanxi.insight.value_ahead.views import value_ahead

app_name = "insight"
urlpatterns = [
    path("", views.value_structure, name="structure"),
    path("warehouse/", views.warehouse_page, name="warehouse"),
    path("value-ahead/", value_ahead, name="value_ahead"),
    path("run/", views.compute_again, name="run"),
    path("parameters/", parameter_views.parameter_page, name="parameters"),
    path("parameters/<slug:key>/preview/", parameter_views.parameter_preview, name="preview"),
    path("parameters/<slug:key>/", parameter_views.parameter_save, name="keep"),
]
