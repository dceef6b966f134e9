"""The page from which an administrator loads the sample company and takes it away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from guanxi.demo.removing import hung_on_since
from guanxi.demo.sample import is_empty, is_loaded, load_sample, remove_sample, under_way
from guanxi.platform.actors.actor import Actor
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in

HERE = "/settings/sample/"


@signed_in
def sample(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET tells whether it is here, and what goes with it; POST loads it or takes it away."""
    require_administrator(actor)
    if request.method == "POST":
        act = remove_sample if request.POST.get("act") == "remove" else load_sample
        act(actor=actor, at=timezone.now())
        return redirect(HERE)
    busy = under_way()
    context = {
        "job": busy,
        "is_loaded": is_loaded(),
        "is_empty": is_empty(),
        "added": hung_on_since() if busy is None and is_loaded() else {},
    }
    part = request.headers.get("HX-Target") == "sample"
    return render(request, f"demo/{'sample_state' if part else 'sample'}.html", context)
