"""From a mark to the list of customers behind it."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from guanxi.platform.money.amounts import major_units


def list_where(*conditions: tuple[str, str, Any]) -> str:
    """The address of the customers for whom all the conditions on their profile hold."""
    parts = [
        {"field": f"profile_{name}", "op": operator, "value": _plain(value)}
        for name, operator, value in conditions
    ]
    written = json.dumps({"all": parts}, ensure_ascii=False, separators=(",", ":"))
    return f"/account/?filter={quote(written)}"


def at_least(minor: int, field: str = "abc_contribution") -> tuple[str, str, Any]:
    """The condition of bringing at least so much in a field of the profile."""
    return (field, "gte", major_units(minor))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
