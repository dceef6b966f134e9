"""Addresses of the API."""

from django.urls import path

from guanxi.platform.rest import records
from guanxi.platform.rest.bulk import bulk
from guanxi.platform.rest.catalogue import describe
from guanxi.platform.rest.door import operations
from guanxi.platform.rest.lists import list_records

urlpatterns = [
    path("openapi.json", operations(get=describe)),
    path("<slug:noun>/", operations(get=list_records, post=records.create)),
    path("<slug:noun>/bulk/", operations(post=bulk)),
    path(
        "<slug:noun>/<int:pk>/",
        operations(get=records.read, patch=records.change, delete=records.delete),
    ),
    path("<slug:noun>/<int:pk>/restore/", operations(post=records.restore)),
    path("<slug:noun>/<int:pk>/<slug:name>/", operations(post=records.act)),
]
