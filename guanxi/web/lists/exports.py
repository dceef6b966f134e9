"""Taking a list out as a file: asked for on the list, fetched when the job is done."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanxi.platform.actors.actor import Actor
from guanxi.platform.exports.lists import Wanted
from guanxi.platform.exports.starting import file_of, start_export
from guanxi.platform.jobs.models import Job
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.lists.state import state_in


@require_POST
@signed_in
def export_list(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """Start the export of the list as it stands, and go back to it."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.POST.get("state", ""))
    wanted = Wanted(
        state.query, request.POST.get("format", "csv"), exact=request.POST.get("exact") == "1"
    )
    start_export(noun, wanted, actor=actor, at=timezone.now())
    messages.info(request, _("The file is being written; it appears among the jobs."))
    return redirect(state.href)


@signed_in
def exported_file(request: HttpRequest, actor: Actor, job_id: int) -> FileResponse:
    """The file that an export wrote, for the one who asked for it."""
    job = get_object_or_404(Job, pk=job_id)
    path = file_of(job, actor)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=str(job.result["name"]))
