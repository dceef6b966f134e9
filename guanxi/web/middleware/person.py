"""Speaks to each person in their language and in their time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from guanxi.platform.custom.schema import refresh_schema


class PersonSettings:
    """Activates the language and the zone the person chose; guests keep the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer written for this person, with its language named."""
        refresh_schema()
        language = self._language(request)
        zone = getattr(request.user, "time_zone", "") or settings.TIME_ZONE
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: HttpRequest) -> str:
        chosen = getattr(request.user, "language", "")
        if chosen in dict(settings.LANGUAGES):
            return str(chosen)
        return translation.get_language_from_request(request)
