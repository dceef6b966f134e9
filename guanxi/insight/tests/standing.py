"""Books that are made once for a module of tests, each of which finds them as they were made.

A module that imports all of this has the cast, and a `books` of scope "module" of its own; every
test of it that touches the database asks for them, so that it never depends on which came first.
"""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from guanxi.insight.run import Finished
from guanxi.insight.tests.conftest import computing, making, selling
from guanxi.platform.actors.models import Role, Team
from tests import cast

__all__ = [
    "_own_warehouse",
    "admin",
    "ana",
    "ben",
    "cleo",
    "compute",
    "customer",
    "east",
    "firm",
    "sale",
    "seller",
    "standing",
    "west",
]

lasting = pytest.fixture(scope="module")
east, west, admin = lasting(cast.east), lasting(cast.west), lasting(cast.admin)
ana, ben, cleo = lasting(cast.ana), lasting(cast.ben), lasting(cast.cleo)
customer, sale = lasting(making), lasting(selling)


@lasting
def standing(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[Path]:
    """Rows that stay until the module ends, and the place of their warehouse."""
    file = tmp_path_factory.mktemp("standing") / "warehouse.duckdb"
    with (
        override_settings(WAREHOUSE_FILE=file),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield file
        transaction.set_rollback(True)


@lasting
def firm(standing: Path) -> Team:
    """The root of the tree of teams."""
    return cast.firm(None)


@lasting
def seller(standing: Path, grant: cast.Granting) -> Role:
    """A role with every action on every noun of its team."""
    return cast.seller(None, grant)


@lasting
def compute(
    at: dt.datetime, standing: Path, request: pytest.FixtureRequest
) -> Callable[..., Finished]:
    """Compute all measures as of the present moment; of a marked module, those of `measures`."""
    return computing(at, request.node)


@pytest.fixture(autouse=True)
def _own_warehouse(
    request: pytest.FixtureRequest, standing: Path, db: None, tmp_path: Path, settings: Any
) -> None:
    """Each test changes rows of its own, and a warehouse that begins as that of the books."""
    assert "books" in request.fixturenames or not {"firm", "seller"} & {*request.fixturenames}
    settings.WAREHOUSE_FILE = tmp_path / "warehouse.duckdb"
    if standing.exists():
        shutil.copyfile(standing, settings.WAREHOUSE_FILE)
