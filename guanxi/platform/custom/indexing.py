"""An index for a custom field, made and dropped while people work."""

from django.db import connection
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.models import CustomField, CustomRecord
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.nouns.custom_value import CustomValue
from guanxi.platform.nouns.registry import noun_named, nouns


def index_name(pk: int) -> str:
    """The generated name of a field's index."""
    return f"custom_field_{pk}"


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
    """Drop the index of a field if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX IF EXISTS "{index_name(pk)}"')


def create_index(row: CustomField) -> None:
    """An index on exactly the expression by which lists filter and sort this field.

    Rows without a value stand first in ascending order, as paging has it on every database.
    """
    with connection.cursor() as cursor:
        cursor.execute(index_sql(row))


def index_sql(row: CustomField) -> str:
    """The statement; every name in it is generated or declared in code."""
    noun = noun_named(row.noun)
    quote = connection.ops.quote_name
    value = f"({_expression(row, noun.field(row.name).type)}) ASC"
    if connection.vendor == "postgresql":
        value += " NULLS FIRST"
    first = [quote("noun")] if noun.model is CustomRecord else []
    last = [] if row.is_unique else [quote("id")]
    unique = "UNIQUE " if row.is_unique else ""
    # Beside a running transaction PostgreSQL can build it without stopping anyone's writing.
    is_alone = connection.vendor == "postgresql" and not connection.in_atomic_block
    concurrently = "CONCURRENTLY " if is_alone else ""
    return (
        f"CREATE {unique}INDEX {concurrently}IF NOT EXISTS {quote(index_name(row.pk))} "
        f"ON {quote(noun.model._meta.db_table)} ({', '.join([*first, value, *last])}) "
        f"WHERE {quote('deleted_at')} IS NULL"
    )


def _expression(row: CustomField, kind: str) -> str:
    """The SQL of CustomValue on the bare column, without any parameter."""
    column = connection.ops.quote_name("custom")
    return CustomValue(f"cf_{row.pk}", kind).sql_on(column, connection.vendor)
