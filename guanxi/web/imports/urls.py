"""Addresses of the import wizard."""

from django.urls import URLPattern, path

from guanxi.web.imports import views

urlpatterns: list[URLPattern] = [
    path("", views.runs_page),
    path("new/", views.new_import),
    path("blank/", views.blank),
    path("<int:pk>/", views.run_page),
    path("<int:pk>/read/", views.read_again),
    path("<int:pk>/look/", views.look),
    path("<int:pk>/start/", views.start),
    path("<int:pk>/for-real/", views.for_real),
    path("<int:pk>/anew/", views.anew),
    path("<int:pk>/call-off/", views.call_off),
    path("<int:pk>/undo/", views.undo),
    path("<int:pk>/rejected/", views.rejected_file),
    path("<int:pk>/rows/<int:row_id>/", views.correct_row),
]
