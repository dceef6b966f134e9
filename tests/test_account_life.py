"""Whatever happens to an account, every way in is open exactly as long as it should be."""

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from guanxi.activities.feeds import open_feed, read_feed
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user, forget_actors, rights_changed
from guanxi.platform.actors.keys import actor_of_secret
from guanxi.platform.actors.models import Role, User
from guanxi.platform.rest.callers import forget_callers
from guanxi.platform.rights.keys import create_key
from guanxi.platform.rights.people import deactivate_person, reactivate_person
from guanxi.platform.rights.roles import give_role, take_role
from guanxi.platform.signin.sessions import living_sessions


class Account(RuleBasedStateMachine):
    """One person, what is done to their account, and each way in with whether it is open."""

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        forget_actors()
        forget_callers()
        self.roles = [Role.objects.create(code=f"r{n}", label_zh="x", label_en="x") for n in (0, 1)]
        self.user = User.objects.create(username="eve", name="Eve", email="eve@x.com")
        self.user.set_password(self.password())
        self.user.save()
        self.user.roles.set(self.roles[:1])
        boss = Role.objects.create(code="b", label_zh="b", label_en="b", is_administrator=True)
        User.objects.create(username="boss", name="Boss").roles.set([boss])
        rights_changed()
        self.sessions, self.keys, self.feeds = [], [], []
        self.signs_in()
        self.makes_a_key(0)
        self.opens_the_feed()

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def password(self, number=0):
        return f"a quiet river {number}"

    def fresh(self):
        return User.objects.get(pk=self.user.pk)

    def end(self, ways, by=lambda one: True):
        for one in ways:
            one["open"] = one["open"] and not by(one)

    @rule()
    def signs_in(self):
        client = Client()
        if self.fresh().is_active:
            client.force_login(self.fresh())
            self.sessions.append({"client": client, "open": True})

    @rule(number=st.integers(0, 1))
    def makes_a_key(self, number):
        role = self.roles[number]
        user = self.fresh()
        if user.is_active and user.roles.filter(pk=role.pk).exists():
            key = create_key(
                "k", role, user, expires_at=None, actor=actor_for_user(user), at=timezone.now()
            )
            self.keys.append({"secret": key.secret, "role": role, "open": True})

    @rule()
    def opens_the_feed(self):
        if self.fresh().is_active:
            self.end(self.feeds)
            token = open_feed(actor=actor_for_user(self.fresh()), at=timezone.now())
            self.feeds.append({"token": token, "open": True})

    @rule()
    def is_shut_out(self):
        deactivate_person(self.fresh(), actor=SYSTEM, at=timezone.now())
        for ways in (self.sessions, self.keys, self.feeds):
            self.end(ways)

    @rule()
    def is_let_in_again(self):
        reactivate_person(self.fresh(), actor=SYSTEM, at=timezone.now())

    @rule(number=st.integers(0, 1))
    def gets_a_role(self, number):
        role = self.roles[number]
        if not self.fresh().roles.filter(pk=role.pk).exists():
            self.end(self.sessions)
        give_role(self.fresh(), role, actor=SYSTEM, at=timezone.now())

    @rule(number=st.integers(0, 1))
    def loses_a_role(self, number):
        role = self.roles[number]
        if self.fresh().roles.filter(pk=role.pk).exists():
            self.end(self.sessions)
        take_role(self.fresh(), role, actor=SYSTEM, at=timezone.now())
        self.end(self.keys, lambda one: one["role"] == role)

    @rule()
    def changes_the_password(self):
        # The door counts tries, and this person has many lives.
        cache.clear()
        here = next((one for one in self.sessions if one["open"]), None)
        if here is None:
            return
        old, self.number = self.password(getattr(self, "number", 0)), getattr(self, "number", 0) + 1
        new = self.password(self.number)
        asked = {"oldpassword": old, "password1": new, "password2": new}
        here["client"].post("/settings/password/", asked)
        assert self.fresh().check_password(new)
        for ways in (self.sessions, self.keys, self.feeds):
            self.end(ways, lambda one: one is not here)

    @invariant()
    def every_way_in_is_as_it_should_be(self):
        for one in self.sessions:
            key, is_open = one["client"].session.session_key, one["open"]
            assert (key in living_sessions({key}, timezone.now())) == is_open
            assert (one["client"].get("/settings/me/").status_code == 200) == is_open
        for one in self.keys:
            assert (actor_of_secret(one["secret"], timezone.now()) is not None) == one["open"]
        for one in self.feeds:
            assert (read_feed(one["token"], timezone.now()) is not None) == one["open"]


def test_every_way_in_ends_when_it_should(db):
    run_state_machine_as_test(
        Account,
        settings=settings(
            max_examples=25,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
