"""Addresses of the API."""

from django.urls import path

from guanxi.platform.rest import attached, bulk, records
from guanxi.platform.rest.catalogue import begin, describe
from guanxi.platform.rest.door import nowhere, operations
from guanxi.platform.rest.lists import list_records
from guanxi.platform.rest.questions import answer
from guanxi.platform.rest.settings import answering

METHODS = ("get", "post", "patch", "put", "delete", "options")

urlpatterns = [
    path("", operations(get=begin)),
    path("openapi.json", operations(get=describe)),
    path(
        "settings/<slug:resource>/",
        operations(get=answering.list_rows, post=answering.create),
    ),
    path(
        "settings/<slug:resource>/<int:pk>/",
        operations(get=answering.read, patch=answering.change, delete=answering.remove),
    ),
    path("settings/<slug:resource>/<int:pk>/<slug:name>/", operations(post=answering.act)),
    path("settings/<slug:resource>/<slug:name>/", operations(post=answering.act_on_all)),
    path("<slug:noun>/", operations(get=list_records, post=records.create)),
    path("<slug:noun>/bulk/", operations(post=bulk.start)),
    path("<slug:noun>/bulk/<int:pk>/", operations(get=bulk.follow)),
    path("<slug:noun>/bulk/<int:pk>/undo/", operations(post=bulk.undo)),
    path(
        "<slug:noun>/<int:pk>/",
        operations(get=records.read, patch=records.change, delete=records.delete),
    ),
    path("<slug:noun>/<int:pk>/restore/", operations(post=records.restore)),
    path(
        "<slug:noun>/<int:pk>/notes/",
        operations(get=attached.list_notes, post=attached.add_note),
    ),
    path(
        "<slug:noun>/<int:pk>/notes/<int:part>/",
        operations(patch=attached.change_note, delete=attached.drop_note),
    ),
    path(
        "<slug:noun>/<int:pk>/files/",
        operations(get=attached.list_files, post=attached.add_file),
    ),
    path(
        "<slug:noun>/<int:pk>/files/<int:part>/",
        operations(get=attached.read_file, delete=attached.drop_file),
    ),
    path(
        "<slug:noun>/<int:pk>/files/<int:part>/restore/",
        operations(post=attached.put_file_back),
    ),
    path("<slug:noun>/<int:pk>/<slug:name>/", operations(get=answer, post=records.act)),
    path("<path:rest>/", operations(**dict.fromkeys(METHODS, nowhere))),
]
