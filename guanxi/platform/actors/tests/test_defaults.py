"""The roles every firm starts with."""

import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.defaults import install_default_roles
from guanxi.platform.actors.models import FieldGrant, Grant, Role, User
from guanxi.platform.custom.making import NounDraft, create_noun_like
from guanxi.platform.rights.roles import set_grant


@pytest.fixture
def roles(db):
    return install_default_roles()


@pytest.fixture
def acting(roles, person, east):
    return lambda code: person(code, east, roles[code])


def test_the_administrator_may_do_everything(acting):
    assert acting("administrator").scope("order.confirm") == "all"


@pytest.mark.parametrize(
    ("code", "permission", "scope"),
    [
        ("manager", "account.read", "tree"),
        ("manager", "product.edit", "all"),
        ("manager", "order.confirm", "tree"),
        ("seller", "account.read", "team"),
        ("seller", "account.edit", "own"),
        ("seller", "account.export", "none"),
        ("seller", "account.delete", "none"),
        ("seller", "product.edit", "none"),
        ("seller", "order.pay", "none"),
        ("service", "account.read", "all"),
        ("service", "order.create", "none"),
        ("marketing", "account.edit", "all"),
        ("marketing", "account.export", "all"),
        ("marketing", "account.delete", "none"),
        ("marketing", "activity.edit", "own"),
        ("marketing", "order.read", "all"),
        ("marketing", "order.confirm", "none"),
        ("marketing", "product.edit", "none"),
        ("marketing", "views.publish", "all"),
        ("marketing", "insight.run", "all"),
        ("marketing", "insight.configure", "none"),
        ("analyst", "order.export", "all"),
        ("analyst", "order.edit", "none"),
        ("assistant", "activity.edit", "team"),
        ("assistant", "account.delete", "none"),
    ],
)
def test_each_role_reaches_as_far_as_its_work(acting, code, permission, scope):
    assert acting(code).scope(permission) == scope


def test_an_analyst_sees_figures_and_no_telephone_numbers(acting):
    assert acting("analyst").field_mode("person", "mobile") == "masked"


def test_what_the_firm_chose_is_never_overwritten(roles):
    Grant.objects.filter(role=roles["seller"], permission="account.read").update(scope="own")
    Grant.objects.filter(role=roles["seller"], permission="order.read").delete()

    install_default_roles()

    seller = Role.objects.get(code="seller")
    assert seller.grants.get(permission="account.read").scope == "own"
    assert seller.grants.get(permission="order.read").scope == "team"


def test_a_right_that_was_taken_away_stays_away_at_the_next_start(roles, admin, at):
    set_grant(roles["manager"], "account.delete", "none", actor=admin, at=at)

    install_default_roles()

    held = roles["manager"].grants.filter(permission="account.delete")
    assert list(held.values_list("scope", flat=True)) == ["none"]


def test_a_start_opens_no_record_type_that_administrators_kept_to_themselves(roles, admin, at):
    create_noun_like(NounDraft("vault", "保险柜", "Vault"), "", actor=admin, at=at)

    install_default_roles()

    assert not Grant.objects.filter(permission__startswith="vault.").exists()


def test_installing_twice_changes_nothing(roles, acting):
    before = (Grant.objects.count(), FieldGrant.objects.count(), Role.objects.count())

    install_default_roles()

    assert (Grant.objects.count(), FieldGrant.objects.count(), Role.objects.count()) == before
    actor = acting("seller")
    assert actor == actor_for_user(User.objects.get(pk=actor.user_id))
