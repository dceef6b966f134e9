"""First values of many records are written as those of each alone."""

import datetime as dt

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.alike import FEW
from guanxi.platform.records.bulk_writing import Maker, Making

EAST = dt.timezone(dt.timedelta(hours=8))
texts = st.text('a客"\\%\n\u3000\x7f\U00020bb7', max_size=4)
values = st.fixed_dictionaries(
    {"name": texts, "kind": st.sampled_from(["business", "person"])},
    optional={
        "city": texts | st.none(),
        "tags": st.lists(texts, max_size=1),
        "birthday": st.dates(dt.date(1999, 12, 30), dt.date(2000, 1, 2)) | st.none(),
        "next_step_at": st.datetimes(timezones=st.sampled_from([dt.UTC, EAST])),
    },
)


@pytest.fixture
def maker(db, at):
    return Maker(noun_named("account"), Making(SYSTEM, at))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given=st.lists(values, max_size=3 * FEW) | values.map(lambda one: [one] * FEW))
def test_many_are_written_as_each_alone(maker, given):
    records = [maker.filled(one) for one in given]

    together = maker.many_first_values(records, given)

    assert together == [maker.first_values(*one) for one in zip(records, given, strict=True)]


def test_a_row_with_signs_of_json_is_written_with_those_around_it(maker):
    given = [{"name": f'{number} "100 %" \\', "city": "苏州"} for number in range(FEW)]
    given += [{"name": f"{number} 100 %", "city": "苏州"} for number in range(FEW)]

    written = maker.many_first_values([maker.filled(one) for one in given], given)

    assert [orjson.loads(one)["name"][1] for one in written] == [one["name"] for one in given]
