"""A lane of the board of orders is found by its stage, however many orders there are."""

import pytest
from django.db import connection

from guanxi.sales.models import Order

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by its statistics"),
]


def test_a_lane_is_counted_without_a_row_being_read():
    lane = Order.objects.filter(deleted_at=None, status="confirmed", team__in=[1, 2])

    assert "COVERING INDEX order_status_rights" in lane.values_list("pk").explain()
