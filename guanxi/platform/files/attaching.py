"""Which stored files somebody may put into a field."""

from collections.abc import Collection

from guanxi.platform.actors.actor import Actor
from guanxi.platform.files.models import StoredFile
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.visibility import visible_to


def attachable(ids: Collection[int], actor: Actor) -> set[int]:
    """Those files that the actor uploaded just now, or whose record the actor sees."""
    found: set[int] = set()
    held: dict[str, dict[int, list[int]]] = {}
    rows = StoredFile.objects.filter(pk__in=ids, deleted_at=None)
    for pk, noun, record, uploader in rows.values_list("pk", "noun", "record_id", "uploaded_by_id"):
        if record is not None:
            held.setdefault(noun, {}).setdefault(record, []).append(pk)
        elif uploader is not None and uploader == actor.user_id:
            found.add(pk)
    known = nouns()
    for key, files in held.items():
        if key in known:
            seen = visible_to(actor, known[key]).filter(pk__in=files)
            found.update(pk for record in seen.values_list("pk", flat=True) for pk in files[record])
    return found
