"""What customers answered, one row each, and what we noted of their freedom to choose."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.nouns.record import Record
from guanxi.surveys.choices import Alternatives, AnswerKind, Height, MainReason

LIVING = models.Q(deleted_at=None)


class SurveyAnswer(Record):
    """One answer to one question, by a customer, one of its people, or nobody named.

    ``item`` is the code of the question where a sheet has many (PERQ1, 7, V2); ``sheet`` joins
    the answers that one respondent gave at once. ``firm`` names a competitor whom the answer is
    about; empty means us. The value stands on the scale from ``scale_low`` to ``scale_high``.
    """

    account = models.ForeignKey(
        "customers.Account",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="survey_answers",
        db_index=False,
        verbose_name=_("Customer"),
    )
    person = models.ForeignKey(
        "customers.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="survey_answers",
        verbose_name=_("Respondent"),
    )
    kind = models.CharField(
        pgettext_lazy("survey", "Kind of question"), max_length=20, choices=AnswerKind.choices
    )
    item = models.CharField(_("Question code"), max_length=40, blank=True, default="")
    value = models.DecimalField(_("Answer"), max_digits=9, decimal_places=2)
    scale_low = models.SmallIntegerField(_("Lowest on the scale"), null=True, blank=True)
    scale_high = models.SmallIntegerField(_("Highest on the scale"), null=True, blank=True)
    answered_on = models.DateField(_("Answered on"))
    instrument = models.CharField(_("Survey"), max_length=120, blank=True, default="")
    sheet = models.CharField(_("Sheet number"), max_length=80, blank=True, default="")
    firm = models.CharField(_("About the competitor"), max_length=80, blank=True, default="")
    comment = models.TextField(_("In their words"), blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "answered_on", "id"], condition=LIVING, name="answer_of_account"
            ),
            models.Index(fields=["answered_on", "id"], condition=LIVING, name="answer_by_day"),
            models.Index(fields=["updated_at", "id"], condition=LIVING, name="answer_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scale_low__lt=models.F("scale_high")), name="answer_has_scale"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    value__gte=models.F("scale_low"), value__lte=models.F("scale_high")
                ),
                name="answer_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.value}".replace("  ", " ")


class SwitchingNote(Record):
    """What is known of a customer's freedom to buy elsewhere, as of a day; the latest counts.

    ``yearly_need`` is what it needs in a year from all suppliers of what we sell, in minor units
    of the firm's currency: with it goes our share of its wallet.
    """

    account = models.ForeignKey(
        "customers.Account",
        models.CASCADE,
        related_name="switching_notes",
        db_index=False,
        verbose_name=_("Customer"),
    )
    noted_on = models.DateField(_("Noted on"))
    yearly_need = models.BigIntegerField(_("Whole need in a year"), null=True, blank=True)
    alternatives = models.CharField(
        _("Alternatives at hand"),
        max_length=10,
        choices=Alternatives.choices,
        blank=True,
        default="",
    )
    main_reason = models.CharField(
        _("Main reason to buy from us"),
        max_length=10,
        choices=MainReason.choices,
        blank=True,
        default="",
    )
    money = models.CharField(
        pgettext_lazy("switching cost", "Money"),
        max_length=10,
        choices=Height.choices,
        blank=True,
        default="",
    )
    time = models.CharField(
        pgettext_lazy("switching cost", "Time"),
        max_length=10,
        choices=Height.choices,
        blank=True,
        default="",
    )
    learning = models.CharField(
        pgettext_lazy("switching cost", "Learning"),
        max_length=10,
        choices=Height.choices,
        blank=True,
        default="",
    )
    relations = models.CharField(
        pgettext_lazy("switching cost", "Relations"),
        max_length=10,
        choices=Height.choices,
        blank=True,
        default="",
    )
    contract = models.CharField(
        pgettext_lazy("switching cost", "Contract"),
        max_length=10,
        choices=Height.choices,
        blank=True,
        default="",
    )
    source = models.CharField(_("How we know"), max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "noted_on", "id"], condition=LIVING, name="switching_of_account"
            ),
            models.Index(fields=["updated_at", "id"], condition=LIVING, name="switching_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(yearly_need=None) | models.Q(yearly_need__gt=0),
                name="switching_need_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.noted_on}"
