"""Every page of the house on one page: the rail of a phone, where a rail has no room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.platform.actors.actor import Actor
from guanxi.web.acting import signed_in


@signed_in
def all_rooms(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The rooms this actor may open, each with its pages."""
    return render(request, "web/home/rooms.html")
