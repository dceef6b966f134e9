"""The API keeps the promises of its own description, whatever is sent to it."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    response_schema_conformance,
    status_code_conformance,
)

from guanxi.config.wsgi import application
from guanxi.platform.actors.keys import draw_secret
from guanxi.platform.actors.models import ApiKey, Role, User
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record
from guanxi.platform.rest.callers import forget_callers

NOUNS = ("account", "person", "product")
EXAMPLES = int(os.environ.get("GUANXI_FUZZ_EXAMPLES", "6"))


def key_of(actor, role):
    forget_callers()
    prefix, digest, secret = draw_secret()
    user = User.objects.get(pk=actor.user_id)
    ApiKey.objects.create(name="fuzz", prefix=prefix, digest=digest, role=role, user=user)
    return secret


@pytest.fixture
def secret(seller, ana, at):
    for name in ("苏州太湖科技有限公司", "Ocean Ltd"):
        create_record(noun_named("account"), {"name": name}, actor=ana, at=at)
    return key_of(ana, seller)


@pytest.mark.parametrize("noun", NOUNS)
def test_no_call_breaks_the_server_or_the_description(secret, noun, one_connection):
    _fuzz_all(secret, f"/api/v1/{noun}/", EXAMPLES)


def test_no_call_of_any_other_noun_breaks_them_either(secret, one_connection):
    """The doors are the same for all, so each is tried once; with GUANXI_FUZZ_EXAMPLES as often."""
    others = "|".join(key for key in nouns() if key not in NOUNS)
    _fuzz_all(
        secret, f"/api/v1/({others})/", EXAMPLES if "GUANXI_FUZZ_EXAMPLES" in os.environ else 1
    )


def test_no_call_about_what_is_administered_breaks_them(admin, seller, ana, one_connection):
    role = Role.objects.get(code="test-admin")
    _fuzz_all(key_of(admin, role), "/api/v1/settings/", EXAMPLES)


def _fuzz_all(secret, addresses, examples):
    headers = {"Authorization": f"Bearer {secret}"}
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", application, headers={**headers, "Host": "localhost"}
    ).include(path_regex=addresses)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert operations
    for operation in operations:
        _fuzz(operation, headers, examples)


def _fuzz(operation, headers, examples):
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(case=operation.as_strategy())
    def call(case):
        case.call_and_validate(
            headers={**headers, "Host": "localhost"},
            checks=[
                not_a_server_error,
                status_code_conformance,
                response_schema_conformance,
            ],
        )

    call()


@pytest.fixture
def one_connection(settings):
    """The server stays in the transaction of the test, as Django's own test client does."""
    settings.REST_CALLS_PER_SECOND = 0
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)
