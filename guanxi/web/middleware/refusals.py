"""Turns a broken rule into 422 and a denial into 403, as a page or as a toast."""

import errno
import os
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guanxi.platform.busy import refusal_of_books
from guanxi.platform.errors import (
    STALE,
    Away,
    Busy,
    Conflict,
    Denied,
    HeldBack,
    InvalidFilter,
    NoRoom,
    RuleBroken,
)
from guanxi.platform.signin.proving import held_back_message
from guanxi.web import errors
from guanxi.web.signin.again import ask_again


class Refusals:
    """Answers the two refusals of the house for people; REST has its own answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view; of a request for which the disk had no room, a refusal."""
        if request.META.get("guanxi.no_room"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponseBase | None:
        """A page or a toast for a refusal; anything else is a fault and goes on up."""
        if isinstance(fault, ObjectDoesNotExist):
            return errors.not_found(request, fault)
        if refusal := refusal_of_books(fault):
            errors.write_down(request, refusal)
            fault = refusal
        if not isinstance(fault, Denied | RuleBroken):
            return None
        if isinstance(fault, HeldBack) and fault.why == STALE:
            return ask_again(request)
        status = _status(fault)
        message = _message(fault)
        if request.headers.get("HX-Request"):
            return toast(message, status)
        if isinstance(fault, Denied):
            return errors.error_page(request, 403, message, _advice(fault))
        return errors.error_page(request, status, _("That cannot be done yet"), message)


def _status(fault: Denied | RuleBroken) -> int:
    if isinstance(fault, Denied):
        return 403
    if isinstance(fault, Conflict):
        return 409
    if isinstance(fault, Away | Busy):
        return 503
    if isinstance(fault, NoRoom):
        return 507
    return 400 if isinstance(fault, InvalidFilter) else 422


def _message(fault: Denied | RuleBroken) -> str:
    if isinstance(fault, HeldBack):
        return held_back_message(fault)
    if isinstance(fault, Denied):
        return _("Your role does not allow this")
    fields = [str(message) for message in fault.fields.values()]
    return " ".join([str(fault.message), *fields])


def _advice(fault: Denied) -> str:
    if isinstance(fault, HeldBack):
        return _("Whoever runs this installation has set from where it is administered.")
    return errors.ask_administrator()


def toast(message: str, status: int) -> HttpResponse:
    """A refusal as a toast over the page that asked."""
    html = render_to_string("web/toast.html", {"text": message, "icon_name": "warn"})
    response = HttpResponse(html, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
    return response
