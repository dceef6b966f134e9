"""Where an administrator comes upon the sample company."""

from django.utils.translation import gettext_lazy as _

from guanxi.demo import sample
from guanxi.web.home.first_steps import Aside, put_beside
from guanxi.web.settings.places import Place, lend_place


def offer() -> None:
    """Add its page to the settings, and a way to it beside the first steps of an empty house."""
    about = _("Look around in a full house first")
    lend_place(Place("/settings/sample/", _("Sample company"), "star", about))
    label = _("Or load a sample company and look around first")
    put_beside(Aside(label, "/settings/sample/", lambda: sample.is_empty() or sample.is_loaded()))
