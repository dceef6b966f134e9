"""Taking the demo company away again, with whatever has been hung on it since."""

from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from guanxi.demo.models import DemoLot
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.pointers import Pointer, pointers
from guanxi.platform.search.rebuilding import rebuild

Model = type[models.Model]
Doomed = dict[Model, Q]
FURTHER = (Pointer("platform.Fact"), Pointer("web.Visit"), Pointer("platform.Notification"))


@transaction.atomic
def remove_demo() -> int:
    """Delete every row the demo made and every row that cannot be without it; how many.

    What points at the demo and can do without it, such as the team of a real colleague, is
    kept and let go of. Foreign keys are checked at the end of the transaction.
    """
    order = _referenced_first()
    doomed = _made()
    for model in order:
        _doom_dependants(model, doomed)
    removed = 0
    for model in reversed(order):
        if model in doomed:
            _let_go(model, doomed[model])
            removed += model._base_manager.filter(doomed[model]).order_by()._raw_delete("default")
    schema_changed()
    rights_changed()
    rebuild()
    return removed


def _made() -> Doomed:
    """The rows of the demo itself, and all that was written about them by noun and number."""
    spans: Doomed = {DemoLot: Q()}
    for lot in DemoLot.objects.all():
        model = apps.get_model(lot.model)
        span = Q(pk__range=(lot.first_id, lot.last_id))
        spans[model] = spans[model] | span if model in spans else span
        try:
            key = noun_of(model).key
        except KeyError:
            continue
        for pointer in (*pointers(), *FURTHER):
            reached = Q(**{pointer.noun: key}) & Q(
                **{f"{pointer.record}__range": (lot.first_id, lot.last_id)}
            )
            spans[pointer.model] = spans.get(pointer.model, Q(pk__in=())) | reached
    return spans


def _doom_dependants(model: Model, doomed: Doomed) -> None:
    """Rows of ``model`` that cannot be without a doomed row are doomed too."""
    for column in _foreign_keys(model):
        target = column.related_model
        if target in doomed and target is not model and _must_follow(column):
            gone = target._base_manager.filter(doomed[target]).values("pk")
            doomed[model] = doomed.get(model, Q(pk__in=())) | Q(**{f"{column.name}__in": gone})


def _let_go(model: Model, condition: Q) -> None:
    """Empty what still points at rows about to go."""
    gone = model._base_manager.filter(condition).values("pk")
    for other in apps.get_models(include_auto_created=True):
        for column in _foreign_keys(other):
            if column.related_model is model and column.null:
                pointing = Q(**{f"{column.name}__in": gone})
                other._base_manager.filter(pointing).update(**{column.name: None})


def _must_follow(column: Any) -> bool:
    return not column.null or column.remote_field.on_delete is models.CASCADE


def _foreign_keys(model: Model) -> list[Any]:
    return [one for one in model._meta.concrete_fields if one.is_relation and one.related_model]


def _referenced_first() -> list[Model]:
    """Every model after those that it points at, as far as they are no circle."""
    found: list[Model] = []
    seen: set[Model] = set()

    def visit(model: Model) -> None:
        if model in seen:
            return
        seen.add(model)
        for column in _foreign_keys(model):
            visit(column.related_model)
        found.append(model)

    for model in apps.get_models(include_auto_created=True):
        visit(model)
    return found
