"""Every address of this installation, and the pages for what cannot be given."""

from django.urls import include, path

from guanxi.config.addresses import FoundOnce

urlpatterns = [
    FoundOnce(
        [
            path("api/v1/", include("guanxi.platform.rest.urls")),
            path("calendar-feed/", include("guanxi.activities.urls")),
            path("insight/", include("guanxi.insight.urls")),
            path("settings/sample/", include("guanxi.demo.urls")),
            path("", include("guanxi.web.urls")),
        ]
    )
]

handler400 = "guanxi.web.errors.bad_request"
handler403 = "guanxi.web.errors.denied"
handler404 = "guanxi.web.errors.not_found"
handler500 = "guanxi.web.errors.server_error"
