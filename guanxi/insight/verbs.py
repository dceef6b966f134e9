"""What people do that measures cannot: judge a customer where no data tell."""

import datetime as dt
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.models import Account
from guanxi.insight.judgements.models import JudgedFactor, Judgement
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.facts.telling import call
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb

WORST, BEST = 1, 5
NOTE_LENGTH = 200
call("judged", "sliders", pgettext_lazy("in a history", "judged the customer"))


@verb(
    _("Judge"),
    "edit",
    icon="sliders",
    stays=_("A judgement stays on record: judge anew, for the latest counts."),
)
def judge_customer(  # noqa: PLR0913 - a judgement has as many sides
    account: Account,
    *,
    factor: Annotated[JudgedFactor, Param(_("Factor"))],
    score: Annotated[
        int, Param(_("Judgement"), help=_("From 1, the worst for us, to 5, the best."))
    ],
    note: Annotated[str, Param(_("Remark"))] = "",
    actor: Actor,
    at: dt.datetime,
) -> Judgement:
    """A line in the ledger of judgements; the measures weigh the latest of each factor."""
    if not WORST <= score <= BEST:
        raise RuleBroken(
            _("Some values need attention."), {"score": _("Give a number from 1 to 5.")}
        )
    made = Judgement.objects.create(
        account=account,
        factor=factor,
        score=score,
        note=note[:NOTE_LENGTH],
        judged_at=at,
        judged_by_id=actor.user_id,
    )
    data = {"factor": made.factor, "score": score}
    publish(Happening("account.judged", "account", account.pk, data=data), actor=actor, at=at)
    return made
