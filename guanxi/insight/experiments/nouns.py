"""How experiments and those who take part are listed, shown and filled in."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.experiments.models import Experiment, ExperimentMember
from guanxi.insight.shelves import WORKS
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import Group, Noun, Related
from guanxi.platform.nouns.registry import lend_related, register
from guanxi.platform.nouns.rows import owned, through

READ_ONLY = {"editable": False}
FIXED = {"outcome", "control_percent", "starts_on"}


@register
class ExperimentNoun(Noun[Experiment]):
    """One question put to customers, with a group that is left as it is."""

    key = "experiment"
    room = "insight"
    shelf = WORKS
    icon = "rows"
    labels = _("Experiment"), _("Experiments")
    rows = owned()
    declared = (
        "name",
        ("name_en", {"synonyms": ["英文名称", "英文名", "English name"]}),
        *("question", "outcome", "control_percent", "starts_on", "ends_on"),
    )
    columns = ("name", "outcome", "starts_on", "ends_on", "control_percent", "owner")
    form = (
        Group(_("Experiment"), "name name_en question outcome"),
        Group(pgettext_lazy("group of fields", "When"), "starts_on ends_on control_percent"),
        Group(_("Owner and team"), "owner team"),
    )
    quick = ("name", "outcome", "starts_on", "control_percent")
    search = ("name", "name_en")
    sort = "-starts_on"
    synonyms = ("实验", "对照组", "A/B")
    related = (
        Related(
            "members",
            "experiment_member",
            "experiment",
            pgettext_lazy("of an experiment", "Customers"),
            ("account", "arm", "joined_on", "uplift"),
            is_beside=False,
        ),
    )

    def defaults(self, actor: Actor) -> dict[str, Any]:
        """A new experiment begins today until another day is said."""
        return {"starts_on": timezone.localdate(), **super().defaults(actor)}

    def check(self, record: Experiment, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse an end before the start, and a change of what the arms rest on."""
        if record.ends_on and record.ends_on < record.starts_on:
            raise RuleBroken(_("It ends before it begins: choose a later end."))
        if not 1 <= record.control_percent <= 99:  # noqa: PLR2004 both arms need customers
            raise RuleBroken(_("The control group needs between 1 and 99 percent."))
        if FIXED & before.keys() and record.members.exists():
            raise RuleBroken(_("Customers take part already: make a new experiment instead."))

    def before_save(self, record: Experiment, changed: set[str], actor: Actor) -> None:
        """Draw the seed once, from what was said when it was made."""
        if not record.seed:
            record.seed = int(record.created_at.timestamp() * 1_000_000)


@register
class ExperimentMemberNoun(Noun[ExperimentMember]):
    """A customer in an experiment; put there by a verb of the customer."""

    key = "experiment_member"
    room = "insight"
    icon = "people"
    labels = _("Customer in an experiment"), _("Customers in experiments")
    title = "arm"
    rows = through("account")
    declared = (
        ("experiment", READ_ONLY | {"target": "experiment"}),
        ("account", READ_ONLY),
        ("arm", READ_ONLY | {"tones": {"treatment": "azurite", "control": "ash"}}),
        ("joined_on", READ_ONLY),
        ("uplift", READ_ONLY),
    )
    columns = ("experiment", "account", "arm", "joined_on", "uplift")
    sort = "-id"
    can_create = False
    can_edit = False
    can_delete = False
    in_navigation = False


def lend() -> None:
    """Show on each customer the experiments that it takes part in, and filter by them."""
    lend_related(
        "account",
        Related(
            "experiments",
            "experiment_member",
            "account",
            _("Experiments"),
            ("experiment", "arm", "joined_on"),
            is_beside=False,
        ),
    )
