"""The cast and the clock that every test shares."""

import datetime as dt
import gc
import os
from collections.abc import Generator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from django.utils.translation.reloader import translation_file_changed
from time_machine import TimeMachineFixture, escape_hatch, travel
from whitenoise.middleware import WhiteNoiseMiddleware

from guanxi.platform.actors.compiling import forget_actors
from guanxi.platform.custom.schema import forget_schema
from guanxi.platform.i18n.compile import compile_stale
from guanxi.platform.records.walking import forget_counts
from guanxi.platform.views.reading import forget_views
from tests import cast

firm, east, west = (pytest.fixture(one) for one in (cast.firm, cast.east, cast.west))
seller, admin = pytest.fixture(cast.seller), pytest.fixture(cast.admin)
ana, ben, cleo = (pytest.fixture(one) for one in (cast.ana, cast.ben, cast.cleo))


def pytest_configure(config: pytest.Config) -> None:
    """Let a plain `pytest` see the translations as they are now, and sign people in by force."""
    settings.ADMIN_PROVED_MINUTES = 0
    _spare_what_nobody_reads()
    gc.disable()
    if moment := os.environ.get("GUANXI_TESTS_AS_OF"):
        # Whatever is not given a moment reads this one from the clock, which goes on.
        travel(dt.datetime.fromisoformat(moment), tick=True).start()
    if not hasattr(config, "workerinput"):
        for po in compile_stale():
            # Django has read the old ones by now.
            translation_file_changed(None, po.with_suffix(".mo"))


def _spare_what_nobody_reads() -> None:
    """Leave out what Django keeps of its own rights, and look for static files once a process.

    The first is written anew after each test that commits, the second read anew by each client:
    67 of the 71 ms of emptying the database, and 10 ms of each first request.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    found: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def add_files_from_finders(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add_files_from_finders


def pytest_collection_finish() -> None:
    """Look for what nobody needs any more only among what the tests themselves make.

    Looking through all that was imported, again and again, was a tenth of the time of a run.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark what says the same on every database; begin with what goes through the whole house.

    Those are the longest, and no worker is to be alone with one of them at the end.
    """
    for item in items:
        if not _may_ask_a_database(item):
            item.add_marker("alike")
    yield
    items.sort(key=lambda item: not item.nodeid.startswith("tests/"))


def _may_ask_a_database(item: pytest.Item) -> bool:
    """Whether a test has a database, starts the product, or writes statements for a connection."""
    has_one = "django_db_setup" in getattr(item, "fixturenames", ())
    is_marked = item.get_closest_marker("django_db") is not None
    starts_product = item.nodeid.startswith("guanxi/config/")
    knows_it = hasattr(getattr(item, "module", None), "connection")
    return has_one or is_marked or starts_product or knows_it


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Caches hold what a rolled back test left behind; start each test without them."""
    forget_actors()
    forget_schema()
    forget_counts()
    forget_views()


@pytest.fixture
def real_day(time_machine: TimeMachineFixture) -> None:
    """The clock of the machine, for tests that share it with other processes or with files."""
    if escape_hatch.is_travelling():
        time_machine.move_to(escape_hatch.datetime.datetime.now(dt.UTC))


@pytest.fixture(scope="session")
def at() -> dt.datetime:
    """The present moment of every test: a Thursday morning in Shanghai."""
    return dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def grant() -> cast.Granting:
    """Grant a role every action on every noun over one scope, or only those named."""
    return cast.grant


@pytest.fixture(scope="session")
def person() -> cast.Hiring:
    """Make a member of staff and get the actor."""
    return cast.hire
