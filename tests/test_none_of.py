"""None of the conditions: every row that any of them would not give, empty fields included."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanxi.customers.models import Account
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, matching
from guanxi.platform.records.writing import create_record

OPTIONS = [{"key": one, "zh": one, "en": one} for one in ("gold", "iron")]
SAMPLES = {
    "text": ["a", "b"],
    "long": ["a"],
    "number": ["1", "2.5"],
    "money": ["1", "100"],
    "boolean": [True, False],
    "date": ["2026-01-02", "2026-03-01"],
    "datetime": ["2026-01-02 08:30", "2026-03-01 00:00"],
    "choice": ["gold", "iron"],
    "multi": [["gold"], ["gold", "iron"]],
    "phone": ["13800138000"],
    "email": ["a@example.com"],
    "url": ["a.com"],
    "address": ["a"],
}
# Fields of the house, with values that stand in for every type it has.
BUILT_IN = {
    "city": ["苏州", "无锡"],
    "tier": ["major"],
    "next_step_at": ["2026-01-02 08:30"],
    "gender": ["female"],
}
COMPARED = ("is", "is_not", "in", "not_in", "gt", "gte", "lt", "lte", "between", "before", "after")
WORDED = ("contains", "not_contains", "starts", "has_any", "has_all", "has_none")
OPERATORS = (*COMPARED, *WORDED, "empty", "not_empty", "within", "not_within")
MANY_VALUES = ("in", "not_in", "between", "has_any", "has_all", "has_none")


@pytest.fixture
def reader(ana, admin, seller, at):
    """Ana, who sees machines and customers, some with every field filled and some with none."""
    create_noun(NounDraft("machine", "设备", "Machine"), {seller.pk: "all"}, actor=admin, at=at)
    for noun in ("machine", "account"):
        for kind in SAMPLES:
            options = OPTIONS if kind in {"choice", "multi"} else []
            draft = FieldDraft(f"own_{kind}", kind, kind, options=options)
            create_field(noun, draft, actor=admin, at=at)
    for name, target in (("twin", "machine"), ("firm", "account")):
        draft = FieldDraft(name, "relation", name, settings={"target": target})
        create_field("machine", draft, actor=admin, at=at)
    create_field("machine", FieldDraft("keeper", "user", "keeper"), actor=admin, at=at)
    reader = actor_for_user(User.objects.get(pk=ana.user_id))
    fill(reader, at)
    return reader


def fill(reader, at):
    machine, account = noun_named("machine"), noun_named("account")
    filled = {f"own_{kind}": samples[0] for kind, samples in SAMPLES.items()}
    others = {f"own_{kind}": samples[-1] for kind, samples in SAMPLES.items()}
    built_in = {name: values[0] for name, values in BUILT_IN.items() if name != "gender"}
    firms = [
        create_record(account, {"name": f"甲{n}", **own}, actor=reader, at=at)
        for n, own in enumerate(({}, {**filled, **built_in}, others))
    ]
    first = create_record(machine, {"name": "bare"}, actor=reader, at=at)
    twin = create_record(machine, {"name": "full", **filled}, actor=reader, at=at)
    for number, (target, firm) in enumerate(((first, firms[0]), (twin, firms[1]))):
        related = {"twin": target.pk, "firm": firm.pk, "keeper": reader.user_id}
        values = {"name": f"led {number}", **others, **related}
        create_record(machine, values, actor=reader, at=at)
    Account.objects.filter(pk=firms[2].pk).update(parent=firms[1])


def compared(noun, name, prefix=""):
    """Every comparison of one field that can be said."""
    field = noun_named(noun).fields[name]
    values = SAMPLES.get(field.type) if field.is_custom else BUILT_IN.get(name)
    values = [one for each in values or ["1"] for one in (each if type(each) is list else [each])]
    found = []
    for operator in OPERATORS:
        if operator not in field.kind.operators:
            continue
        said = [values[0], values[-1]] if operator in MANY_VALUES else values[0]
        said = "last_30_days" if operator.endswith("within") else said
        found.append({"field": prefix + name, "op": operator, "value": said})
    return found


def leaves(noun):
    """Comparisons of every field, of fields over every kind of hop, and of related rows."""
    own = [f"own_{kind}" for kind in SAMPLES]
    if noun == "account":
        names = [*own, *BUILT_IN]
        found = [one for name in names for one in compared("account", name)]
        found += [one for name in names for one in compared("account", name, "parent.")]
        return [*found, *({"related": "machine_by_firm", "op": word} for word in ("any", "none"))]
    found = [one for name in (*own, "twin", "keeper") for one in compared("machine", name)]
    found += [one for name in own for one in compared("machine", name, "twin.")]
    return found + [one for name in BUILT_IN for one in compared("account", name, "firm.")]


def ids(actor, noun, filter):
    return set(matching(actor, noun_named(noun), ListQuery(filter)).values_list("pk", flat=True))


@pytest.mark.parametrize("noun", ["machine", "account"])
def test_none_of_one_condition_is_every_row_without_it(reader, noun):
    everything = ids(reader, noun, {})
    assert len(everything) > 2
    wrong = [
        leaf
        for leaf in leaves(noun)
        if ids(reader, noun, {"none": [leaf]}) != everything - ids(reader, noun, {"any": [leaf]})
    ]
    assert not wrong


@pytest.mark.parametrize("noun", ["machine", "account"])
def test_none_of_any_tree_of_conditions_is_every_row_without_it(reader, noun):
    everything = ids(reader, noun, {})
    some = st.sampled_from(leaves(noun))
    trees = st.recursive(
        some,
        lambda parts: st.builds(
            lambda word, held: {word: held},
            st.sampled_from(["all", "any", "none"]),
            st.lists(parts, min_size=1, max_size=3),
        ),
        max_leaves=6,
    )

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(trees, min_size=1, max_size=3))
    def holds(parts):
        met = ids(reader, noun, {"any": parts})
        assert ids(reader, noun, {"none": parts}) == everything - met

    holds()


def test_a_customer_without_a_level_is_not_a_gold_one(reader):
    found = ids(reader, "machine", {"none": [{"field": "own_choice", "op": "is", "value": "gold"}]})

    names = noun_named("machine").base().filter(pk__in=found).values_list("name", flat=True)
    assert set(names) == {"bare", "led 0", "led 1"}
