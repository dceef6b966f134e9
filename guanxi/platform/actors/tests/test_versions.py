"""What tells that caches are stale: asked once by a page, not believed when taken back."""

import pytest
from django.db import transaction

from guanxi.platform.actors.versions import asked_once, renew_version, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def before():
    renew_version("rights")
    return version_of("rights")


def test_a_page_is_of_one_moment(before, django_assert_num_queries):
    with asked_once(), django_assert_num_queries(1):
        assert [version_of(name) for name in ("rights", "rights", "never")] == [before, before, 0]


def test_what_a_page_changes_itself_it_sees(before):
    with asked_once():
        assert version_of("rights") == before
        renew_version("rights")
        now = version_of("rights")
        assert now != before
    assert version_of("rights") == now


def test_a_change_that_is_taken_back_is_forgotten(before):
    with asked_once():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            renew_version("rights")
            assert version_of("rights") != before
            raise ZeroDivisionError
        assert version_of("rights") == before
