"""Addresses of the staff's roof; nouns come last, so that no noun hides a page."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST

from guanxi.customers.views import duplicates
from guanxi.customers.views.duplicates import MERGES
from guanxi.web.acting import signed_in
from guanxi.web.bin.views import bin_page
from guanxi.web.board import views as board
from guanxi.web.board.moving import move
from guanxi.web.calendar import views as calendar
from guanxi.web.calendar.told import told
from guanxi.web.fields.picking import choices
from guanxi.web.fields.sections import fold
from guanxi.web.filters import views as filters
from guanxi.web.gantt import views as gantt
from guanxi.web.home import views as home
from guanxi.web.home.first_steps import put_away
from guanxi.web.home.later import later
from guanxi.web.home.rooms import all_rooms
from guanxi.web.installing import manifest, offline, worker
from guanxi.web.lists import batches, bulk, exports, extras, tabs
from guanxi.web.lists.groups import group_chooser
from guanxi.web.lists.pasting import paste
from guanxi.web.lists.views import list_page
from guanxi.web.look.style import sheet
from guanxi.web.notices import views as notices
from guanxi.web.notices.wishes import wishes
from guanxi.web.palette import views as palette
from guanxi.web.records import (
    access,
    acts,
    asking,
    cards,
    cells,
    composer,
    files,
    forms,
    notes,
    page,
    peek,
    places,
    story,
    threads,
)
from guanxi.web.work import views as work

record: list[URLPattern | URLResolver] = [
    path("", page.record_page),
    path("edit/", forms.edit_record),
    path("asked/", asking.asked_now),
    path("move/", move),
    path("delete/", acts.delete),
    path("restore/", acts.restore),
    path("compose/", composer.compose),
    path("places/", places.places),
    path("timeline/", story.timeline_page),
    path("mentions/", notes.mentions),
    path("notes/<int:note_id>/", notes.note),
    path("notes/<int:note_id>/thread/", threads.thread),
    path("thread/", threads.thread),
    path("files/", files.files),
    path("access/", access.access),
    path("history/", page.history_page),
    path("peek/", peek.peek),
    path("revert/<int:fact_id>/", page.revert_change),
    path("related/<slug:name>/", page.related_page),
    path("cell/<slug:name>/", cells.cell),
    path("do/<slug:name>/", acts.act),
]

noun: list[URLPattern | URLResolver] = [
    path("", list_page),
    path("board/", board.board_page),
    path("board/more/", board.more_cards),
    path("calendar/", calendar.calendar_page),
    path("gantt/", gantt.gantt_page),
    path("new/", forms.new_record),
    path("asked/", asking.asked_now),
    path("card/", cards.card),
    path("filter/apply/", filters.apply_condition),
    path("filter/narrow/", filters.narrow_related),
    path("filter/<slug:act>/", filters.condition_editor),
    path("total/", extras.exact_total),
    path("export/", exports.export_list),
    path("sums/", extras.sums),
    path("columns/", extras.column_chooser),
    path("sections/", fold),
    path("group/", group_chooser),
    path("views/save/", tabs.save_view),
    path("views/arrange/", tabs.arrange),
    path("views/<int:view_id>/", tabs.one_view),
    path("views/<int:view_id>/drop/", tabs.drop_view),
    path("paste/", paste),
    path("bulk/", bulk.takers),
    path("bulk/export/", exports.export_chosen),
    path("bulk/<slug:name>/", bulk.bulk_act),
    path("<int:pk>/", include(record)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("style/<slug:mark>.css", sheet),
    path("app.webmanifest", manifest),
    path("worker.js", worker),
    path("offline/", offline),
    path("work/", work.work),
    path("work/<int:pk>/call-off/", work.call_off),
    path("batches/", batches.batches),
    path("batches/<int:pk>/", batches.batch_page),
    path("batches/<int:pk>/strip/", batches.strip),
    path("batches/<int:pk>/undo/", batches.undo),
    path("exports/<int:job_id>/", exports.exported_file),
    path("exports/<int:job_id>/strip/", exports.export_strip),
    path("", home.my_day),
    path("first-steps/", put_away),
    path("later/<int:pk>/", later),
    path("workdays/told/", told),
    path("rooms/", all_rooms),
    path("bin/", bin_page),
    path("bin/<slug:noun_key>/", bin_page),
    path("notices/", notices.notices),
    path("notices/wishes/", wishes),
    path("notices/read/", notices.read_all),
    path("notices/<int:pk>/", notices.open_notice),
    path("settings/", include("guanxi.web.settings.urls")),
    path("files/<int:pk>/", files.file),
    path("files/<int:pk>/<slug:act>/", files.change_file),
    path("palette/", palette.palette),
    path("live/", palette.without_stream),
    path("keys/", palette.keys),
    path("create/", palette.create),
    path("imports/", include("guanxi.web.imports.urls")),
    path("", include("guanxi.web.signin.urls")),
    path("pick/<slug:target>/", choices),
    path("duplicates/", signed_in(duplicates.queue_page)),
    path("duplicates/<int:pk>/", signed_in(duplicates.pair_page)),
    *(path(f"{noun}/compare/", signed_in(duplicates.compare), {"noun": noun}) for noun in MERGES),
    *(
        path(f"{noun}/bulk/merge/", require_POST(signed_in(duplicates.choose_two)), {"noun": noun})
        for noun in MERGES
    ),
    path("account/duplicates/", signed_in(duplicates.warning), {"noun": "account"}),
    path("person/duplicates/", signed_in(duplicates.warning), {"noun": "person"}),
    path("<slug:noun_key>/", include(noun)),
]
