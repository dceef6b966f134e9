"""The noun of consents: a ledger to read; the verbs write it."""

from django.utils.translation import gettext_lazy as _

from guanxi.customers.models import Consent
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import register
from guanxi.platform.nouns.rows import through


@register
class ConsentNoun(Noun[Consent]):
    """One statement on one channel and purpose."""

    key = "consent"
    room = "customers"
    icon = "shield"
    labels = _("Consent"), _("Consents")
    title = "evidence"
    rows = through("account")
    declared = (
        "account",
        "person",
        "purpose",
        "channel",
        ("state", {"tones": {"granted": "malachite", "withdrawn": "cinnabar"}}),
        "at",
        "evidence",
        "text_version",
        "recorded_at",
        ("recorded_by", {"label": _("Recorded by")}),
    )
    columns = ("account", "person", "purpose", "channel", "state", "at", "recorded_by")
    sort = "-at"
    in_navigation = False
    can_create = False
    can_edit = False
    can_delete = False
