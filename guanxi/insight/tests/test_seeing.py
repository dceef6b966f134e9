"""What an actor sees arrives whole, whichever database tells it."""

import pytest

from guanxi.insight.seeing import seen_ids
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to

pytestmark = pytest.mark.alike


def test_all_ids_that_somebody_sees_arrive(customer, ana, ben, cleo, at):
    for number, owner in enumerate((ana, ben, cleo, ana)):
        customer(f"Customer {number}", owner)
    customer("Gone", ana).delete()
    noun = noun_named("account")

    for actor in (ana, ben, cleo):
        seen = set(visible_to(actor, noun).values_list("pk", flat=True))
        assert seen
        assert set(seen_ids(actor, noun).to_pylist()) == seen


def test_whoever_sees_nothing_has_no_ids(customer, ana, cleo):
    customer("Ana's", ana)

    assert seen_ids(cleo, noun_named("account")).to_pylist() == []
    assert seen_ids(cleo, noun_named("order")).to_pylist() == []
