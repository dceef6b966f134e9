"""An index for a custom field, made and dropped while people work."""

from django.db import connection
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.concurrently import concurrently
from guanxi.platform.custom.models import CustomField, CustomRecord
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.nouns.custom_value import CustomOrder, CustomValue, is_spelt
from guanxi.platform.nouns.registry import noun_named, nouns


def index_name(pk: int) -> str:
    """The generated name of the index by which a field is filtered, and sorted if it is no text."""
    return f"custom_field_{pk}"


def order_name(pk: int) -> str:
    """The generated name of the index by which a text is sorted."""
    return f"custom_field_{pk}_order"


def ask_for_index(row: CustomField, actor: Actor) -> None:
    """Have the index of a field made, or made anew, by a worker."""
    args = {"field": row.pk}
    key = f"index-{row.pk}"
    enqueue("custom.index", args, actor=actor, at=timezone.now(), dedupe_key=key)


@job("custom.index", long=True)
def make_index(context: JobContext, field: int) -> None:
    """Make the index that the field's definition asks for, or drop one it no longer wants."""
    row = CustomField.objects.get(pk=field)
    drop_index(row.pk)
    is_in_force = row.retired_at is None and row.noun in nouns()
    if is_in_force and (row.is_indexed or row.is_unique):
        create_index(row)


def drop_index(pk: int) -> None:
    """Drop the indexes of a field if there are some."""
    with connection.cursor() as cursor:
        for name in (index_name(pk), order_name(pk)):
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')


def create_index(row: CustomField) -> None:
    """An index on exactly the expression by which lists filter this field, and one by which they
    sort it where that is another, as of texts.

    Rows without a value stand first in ascending order, as paging has it on every database.
    """
    key, kind = f"cf_{row.pk}", noun_named(row.noun).field(row.name).type
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            # What the transaction has still to check of its rows would forbid it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_sql(row, index_name(row.pk), CustomValue(key, kind), row.is_unique))
        if is_spelt(kind):
            cursor.execute(_sql(row, order_name(row.pk), CustomOrder(key, kind), False))


def _sql(row: CustomField, name: str, value: CustomValue, is_unique: bool) -> str:
    """The statement; every name in it is generated or declared in code."""
    noun = noun_named(row.noun)
    quote = connection.ops.quote_name
    on = f"({value.sql_on(quote('custom'), connection.vendor)}) ASC"
    if connection.vendor == "postgresql":
        on += " NULLS FIRST"
    first = [quote("noun")] if noun.model is CustomRecord else []
    last = [] if is_unique else [quote("id")]
    unique = "UNIQUE " if is_unique else ""
    return (
        f"CREATE {unique}INDEX {concurrently()}IF NOT EXISTS {quote(name)} "
        f"ON {quote(noun.model._meta.db_table)} ({', '.join([*first, on, *last])}) "
        f"WHERE {quote('deleted_at')} IS NULL"
    )
