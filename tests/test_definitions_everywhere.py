"""Whatever a house defines, another one that reads its file writes the very same."""

from contextlib import contextmanager
from random import Random

import pytest
from django.db import transaction

from guanxi.insight.configuring import keep_settings
from guanxi.insight.dashboards.arranging import arrange_for_role
from guanxi.insight.dashboards.standard import STANDARD
from guanxi.insight.olap.keeping import keep_cube
from guanxi.insight.olap.state import CubeState
from guanxi.insight.registry import measure_named
from guanxi.insight.switching import switch
from guanxi.platform.actors.models import FieldMode, Role, Team
from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.custom.arranging import SectionDraft, arrange_form
from guanxi.platform.custom.changing import change_field, create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, change_noun, create_noun
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import forget_schema
from guanxi.platform.definitions.carrying import bring_in, foresee
from guanxi.platform.definitions.document import as_file, definitions, read_file
from guanxi.platform.facts.webhooks.administering import Wish, create_webhook, switch_webhook
from guanxi.platform.nouns.noun import ACTIONS
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.roles import create_role, set_field_mode, set_grants
from guanxi.platform.rights.rules import create_sharing_rule
from guanxi.platform.rights.teams import create_team
from guanxi.platform.views.keeping import keep_view, open_first
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.state import ViewState

SIMPLE = ("text", "long", "number", "money", "boolean", "date", "datetime", "phone", "email")
CHOICES = [{"key": key, "zh": f"项{key}", "en": key.title()} for key in ("a", "b", "c")]
SCOPES = ("shared", "own", "team", "tree", "all")
# Awkward in paths, in addresses and in other files.
ODD = ("East / West", "名\n字", "“x”", "a·b", "100 %", "{}")


class House:
    """Makes definitions of every kind by chance, one upon the other, by the verbs of each room."""

    def __init__(self, seed, admin, at):
        self.chance, self.admin, self.at = Random(seed), admin, at
        self.by = {"actor": admin, "at": at}

    def furnish(self):
        """Everything once or a few times."""
        self.grow_teams()
        self.make_roles()
        for place in range(self.chance.randint(1, 3)):
            self.make_noun(f"kind{place}")
        self.make_fields("account", 4)
        self.grant()
        self.share()
        self.keep_views()
        self.tell()
        self.compute()

    def grow_teams(self):
        """A tree with names that are hard to write as a path."""
        for name in self.chance.sample(ODD, 3):
            create_team(name, self.chance.choice(list(Team.objects.order_by("pk"))), **self.by)

    def make_roles(self):
        """A few, and what they may do comes later."""
        for place in range(2):
            create_role(f"role{place}", f"角色{place}", self.chance.choice(ODD), **self.by)

    def make_noun(self, key):
        """A record type with fields, perhaps a board, perhaps sections."""
        draft = NounDraft(key, f"类{key}", self.chance.choice(ODD), icon="product")
        row = create_noun(draft, {}, **self.by)
        self.make_fields(key, 6)
        choice = FieldDraft("state", "choice", "状态", options=CHOICES, position=99)
        create_field(key, choice, **self.by)
        if self.chance.random() < 0.7:
            settings = {"board": {"by": "state"}, "closed": ["c"], "columns": ["name", "state"]}
            change_noun(row, {"settings": settings}, **self.by)
            limit = Limit(self.chance.randint(1, 9), self.chance.random() < 0.5)
            set_limits(noun_named(key), {"a": limit}, **self.by)
        if self.chance.random() < 0.7:
            names = list(noun_named(key).fields)
            own = [one for one in names if one.startswith("f")]
            sections = [
                SectionDraft("甲", "A", ("name", *own[:2])),
                SectionDraft("乙", "", tuple(own[2:])),
            ]
            arrange_form(noun_named(key), sections, own[:1], version=0, **self.by)

    def make_fields(self, noun, count):
        """Of many types, some computed from or asked for by others."""
        for place in range(count):
            name, kind = f"f{place}", self.chance.choice((*SIMPLE, "relation", "user", "multi"))
            said = {"target": "account"} if kind == "relation" else {}
            if kind == "number":
                said = {"decimals": self.chance.randint(0, 3)}
            draft = FieldDraft(
                name,
                kind,
                f"字段{place}",
                self.chance.choice(ODD),
                help_en=self.chance.choice(("", "Why")),
                options=CHOICES if kind == "multi" else [],
                settings=said,
                default=self.default(kind),
                is_required=self.chance.random() < 0.2,
                is_searchable=kind == "text" and self.chance.random() < 0.5,
                position=self.chance.randint(0, 3),
            )
            create_field(noun, draft, **self.by)
        total = FieldDraft("g_base", "number", "底数", position=9)
        create_field(noun, total, **self.by)
        create_field(noun, _formula("z_twice", "g_base * 2"), **self.by)
        create_field(noun, _formula("a_more", "z_twice + 1"), **self.by)
        if noun != "account":
            link = FieldDraft("of", "relation", "客户", settings={"target": "account"})
            create_field(noun, link, **self.by)
            mine = {"field": "owner", "op": "is", "value": self.admin.user_id}
            count = {"noun": noun, "by": "of", "measure": "count", "where": mine}
            create_field(
                "account",
                FieldDraft(f"n_{noun}", "rollup", "数", settings={"rollup": count}),
                **self.by,
            )
        # Two that ask for each other: neither can be made whole before the other is there.
        asked = {"field": "z_twice", "op": "gt", "value": 3}
        row = CustomField.objects.get(noun=noun, name="g_base", retired_at=None)
        here = CustomField.objects.get(noun=noun, name="f0", retired_at=None)
        change_field(here, {"settings": {**here.settings, "visible_when": asked}}, **self.by)
        filled = {"field": "f0", "op": "not_empty"}
        change_field(row, {"settings": {**row.settings, "visible_when": filled}}, **self.by)

    def default(self, kind):
        """What a new record gets, of some types."""
        chosen = {"text": "x", "number": 2, "boolean": True, "user": self.admin.user_id}
        return chosen.get(kind) if self.chance.random() < 0.5 else None

    def grant(self):
        """Rights over own and built-in records, and how some fields are met."""
        keys = ["account", *CustomNoun.objects.values_list("key", flat=True)]
        for role in Role.objects.filter(code__startswith="role"):
            wanted = {
                f"{key}.{action}": self.chance.choice(("none", *SCOPES))
                for key in keys
                for action in ACTIONS
            }
            set_grants(role, {**wanted, "views.publish": "all"}, **self.by)
            mode = self.chance.choice(FieldMode.values)
            set_field_mode(role, "account", "f1", mode, **self.by)

    def share(self):
        """One rule to a team, one to a role, one to a person."""
        whom = (
            Audience(team=self.chance.choice(list(Team.objects.order_by("pk")))),
            Audience(role=Role.objects.get(code="role0"), can_edit=True),
            Audience(user=_user(self.admin)),
        )
        for place, audience in enumerate(whom):
            filter = {"field": "g_base", "op": "gt", "value": place}
            create_sharing_rule("Rule", "account", filter, audience, **self.by)

    def keep_views(self):
        """Views of everyone and of a team, two of one name, with ids in their filters."""
        account = noun_named("account")
        firm = Team.objects.filter(parent=None).get()
        filters = (
            {"field": "owner", "op": "in", "value": [self.admin.user_id]},
            {
                "all": [
                    {"field": "team", "op": "is", "value": firm.pk},
                    {"field": "f0", "op": "empty"},
                ]
            },
            {"none": [{"field": "parent.owner", "op": "is", "value": self.admin.user_id}]},
        )
        for filter in filters:
            state = ViewState(filter=filter, sort="-g_base", columns=("name", "a_more"))
            reach = self.chance.choice(("public", "team", "private"))
            keep_view(self.admin, account, "同名", state, reach)
        shown = keep_view(self.admin, account, "首页", ViewState(), "public")
        SavedView.objects.filter(pk=shown.pk).update(role=Role.objects.get(code="role1"))
        for role in (None, Role.objects.get(code="role0")):
            open_first(self.admin, account, role, shown)

    def tell(self):
        """A webhook that is on or off."""
        wish = Wish(
            self.chance.choice(ODD), "http://127.0.0.1:9/", ["a.*"], Role.objects.get(code="role1")
        )
        hook = create_webhook(wish, **self.by)
        switch_webhook(hook, on=self.chance.random() < 0.5, **self.by)

    def compute(self):
        """Measures otherwise than by default, a cube, the dashboard of a role."""
        abc = measure_named("abc")
        border = str(self.chance.randint(60, 84))
        keep_settings(abc, abc.parameters.changed({"a_share": border}), **self.by)
        switch(measure_named("pyramid"), is_on=self.chance.random() < 0.5, **self.by)
        filters = {"owner": (str(self.admin.user_id),), "team": (str(self.admin.team_id),)}
        cube = keep_cube("方", CubeState(filters=filters), "public", **self.by)
        keys = [f"s-{one.key}" for one in self.chance.sample(STANDARD, 3)]
        arrange_for_role(self.admin, Role.objects.get(code="role0"), [*keys, f"c-{cube.pk}"])


@pytest.mark.parametrize("seed", range(3))
def test_a_house_that_reads_the_file_writes_the_same(seed, admin, at, settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    empty = _file(admin)
    with _taken_back():
        House(seed, admin, at).furnish()
        full = _file(admin)
    assert _file(admin) == empty != full

    foreseen = foresee(read_file(full), actor=admin, at=at)
    assert [(one.id, one.why) for one in foreseen if one.state == "impossible"] == []
    bring_in(read_file(full), actor=admin, at=at)

    assert _file(admin).decode() == full.decode()
    assert {one.state for one in foresee(read_file(full), actor=admin, at=at)} == {"same"}


def _file(admin):
    forget_schema()
    return as_file(definitions(actor=admin))


@contextmanager
def _taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_schema()


def _formula(name, formula):
    return FieldDraft(name, "formula", "算", settings={"formula": formula, "result": "number"})


def _user(actor):
    from guanxi.platform.actors.models import User

    return User.objects.get(pk=actor.user_id)
