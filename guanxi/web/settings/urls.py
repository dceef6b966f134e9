"""Addresses of the settings; those of one's own security belong to the sign-in."""

from django.urls import path

from guanxi.web.settings import (
    api_keys,
    fields,
    inviting,
    jobs,
    mine,
    people,
    roles,
    sharing,
    teams,
    view_as,
    watch,
    webhooks,
)

urlpatterns = [
    path("", mine.hub),
    path("me/", mine.mine),
    path("jobs/", jobs.jobs),
    path("jobs/<int:pk>/<slug:act>/", jobs.change_job),
    path("people/", people.people),
    path("people/new/", inviting.new_person),
    path("people/<int:pk>/", people.person),
    path("people/<int:pk>/invite/", inviting.invite_again),
    path("people/<int:pk>/view-as/", view_as.start),
    path("view-as/end/", view_as.end),
    path("teams/", teams.teams),
    path("teams/<int:pk>/", teams.team),
    path("roles/", roles.roles),
    path("roles/<int:pk>/", roles.role),
    path("sharing/", sharing.sharing),
    path("sharing/new/", sharing.new_rule),
    path("sharing/<int:pk>/end/", sharing.end_rule),
    path("api-keys/", api_keys.api_keys),
    path("api-keys/<int:pk>/<slug:act>/", api_keys.change_key),
    path("webhooks/", webhooks.webhooks),
    path("webhooks/<int:pk>/", webhooks.webhook),
    path("fields/", fields.record_types),
    path("fields/<slug:key>/", fields.fields),
    path("fields/<slug:key>/<int:pk>/retire/", fields.retire),
    path("audit/", watch.audit),
    path("health/", watch.health),
]
