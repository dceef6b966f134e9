"""Taking the demo company away again, with whatever has been hung on it since."""

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.activities.models import Activity
from guanxi.customers.models import Account
from guanxi.demo.models import DemoLot
from guanxi.demo.storing import Went
from guanxi.demo.unfinished import begin, lots
from guanxi.insight.models import MeasureRun, Study
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import User
from guanxi.platform.custom.models import CustomNoun, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.facts.models import Fact
from guanxi.platform.files.models import StoredFile
from guanxi.platform.messages.models import Note
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.registry import noun_of, nouns
from guanxi.platform.pace import Pace
from guanxi.platform.records.pointers import Pointer, pointers
from guanxi.platform.search.index import remove
from guanxi.platform.search.rebuilding import rebuild
from guanxi.platform.views.reading import views_changed
from guanxi.sales.models import Order
from guanxi.sales.models.orders import OrderSequence
from guanxi.warehouse.refresh import warehouse_file

Model = type[models.Model]
Doomed = dict[Model, Q]
_ENTERED: dict[Model, Label] = {Note: _("Notes"), StoredFile: _("Files")}
# How often it begins anew where somebody hung something on a row that was about to go.
ROUNDS = 5
FURTHER = (
    Pointer("platform.Fact"),
    Pointer("web.Visit"),
    Pointer("platform.Notification"),
    Pointer("customers.DuplicateCandidate", record="left_id"),
    Pointer("customers.DuplicateCandidate", record="right_id"),
)


def remove_demo(went: Went = lambda _removed, _all: None) -> int:
    """Delete every row the demo made and every row that cannot be without it; how many.

    What points at the demo and can do without it, such as the team of a real colleague, is
    kept and let go of. Others write meanwhile, so it goes in short transactions, the note of what
    is the demo's last: called again, it goes on. What others hang on it meanwhile goes as well.
    """
    begin()
    for last in reversed(range(ROUNDS)):
        try:
            removed = _remove_once(went)
            break
        except IntegrityError:
            if not last:
                raise
    _forget_what_was_computed()
    rebuild()
    DemoLot.objects.all().delete()
    return removed


def _remove_once(went: Went) -> int:
    """Delete what is there now, whatever points at others before them."""
    order, doomed = _last_first(), _doomed()
    all_of_it = sum(model._base_manager.filter(doomed[model]).count() for model in doomed)
    _leave_the_index(doomed)
    removed, pace = 0, Pace()
    for model in order:
        if model not in doomed:
            continue
        _let_go(model, doomed[model])
        rows = model._base_manager.filter(doomed[model]).order_by()
        removed += _delete(model, list(rows.values_list("pk", flat=True)), pace)
        went(removed, all_of_it)
    schema_changed()
    rights_changed()
    views_changed()
    return removed


def _delete(model: Model, keys: Sequence[Any], pace: Pace) -> int:
    removed, place = 0, 0
    while place < len(keys):
        part, began = keys[place : place + pace.rows], time.perf_counter()
        with transaction.atomic():
            rows = model._base_manager.filter(pk__in=part).order_by()
            removed += rows._raw_delete("default") or 0
        pace.learn(len(part), time.perf_counter() - began)
        pace.rest()
        place += len(part)
    return removed


def hung_on_since() -> dict[str, int]:
    """What people have added since that goes with the demo, counted by what it is called."""
    own, doomed = _spans(), _doomed()
    found: Counter[str] = Counter()
    for model, label in _ENTERED.items():
        if model in doomed:
            added = model._base_manager.filter(doomed[model]).exclude(own.get(model, Q(pk__in=())))
            found[str(label)] += added.count()
    for noun in nouns().values():
        if noun.model in doomed:
            rows = noun.base().filter(doomed[noun.model])
            found[str(noun.plural)] += rows.exclude(own.get(noun.model, Q(pk__in=()))).count()
    return {label: number for label, number in found.items() if number}


def people() -> Q:
    """The people of the sample company."""
    return _spans().get(User, Q(pk__in=()))


def _doomed() -> Doomed:
    """All that goes: the demo's own rows, what tells of them, and what cannot be without them."""
    doomed = _made()
    accounts = Account._base_manager.filter(doomed.get(Account, Q(pk__in=()))).values("pk")
    tasks = Q(created_by=None, account__in=accounts)
    doomed[Activity] = doomed.get(Activity, Q(pk__in=())) | tasks
    set_by_insight = list(Activity._base_manager.filter(tasks).values_list("pk", flat=True))
    doomed[Fact] = doomed.get(Fact, Q(pk__in=())) | Q(noun="activity", record_id__in=set_by_insight)
    for model in _referenced_first():
        _doom_dependants(model, doomed)
    return doomed


def _leave_the_index(doomed: Doomed) -> None:
    """Rows of record types that go with the demo, of which the index is not told afterwards."""
    going = CustomNoun.objects.filter(doomed.get(CustomNoun, Q(pk__in=())))
    for key in going.values_list("key", flat=True):
        ids = CustomRecord.objects.filter(noun=key).values_list("pk", flat=True)
        remove(key, list(ids))


def _forget_what_was_computed() -> None:
    """Numbers of orders begin anew where none is left; so does insight where no customer is."""
    for sequence in OrderSequence.objects.all():
        if not Order.objects.filter(number__startswith=sequence.prefix).exists():
            sequence.delete()
    if not Account.objects.exists():
        for computed in (MeasureRun, Study):
            computed.objects.all().delete()


def forget_warehouse() -> None:
    """Without customers the warehouse has nothing to tell; the next run makes it anew."""
    if not Account.objects.exists():
        for path in warehouse_file().parent.glob(f"{warehouse_file().name}*"):
            path.unlink(missing_ok=True)


def _made() -> Doomed:
    """The rows of the demo itself, and all that was written about them by noun and number."""
    spans = _spans()
    for lot in lots():
        model = apps.get_model(lot.model)
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


def _spans() -> Doomed:
    """The rows that the demo itself made."""
    spans: Doomed = {}
    for lot in lots():
        model, span = apps.get_model(lot.model), Q(pk__range=(lot.first_id, lot.last_id))
        spans[model] = spans[model] | span if model in spans else span
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


def _last_first() -> list[Model]:
    """Every model before those that it points at, and facts before what they tell of."""
    found = _referenced_first()[::-1]
    of_facts = [
        one for one in found if any(key.related_model is Fact for key in _foreign_keys(one))
    ]
    first: list[Model] = [*of_facts, Fact]
    return [*first, *(one for one in found if one not in first)]


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
