"""Under which names the pages of insight stand together."""

from django.utils.translation import gettext_lazy as _

VALUE = _("What they are worth")
COURSE = _("How they come and go")
BOND = _("What ties them")
WORKS = _("What works")
SOURCE = _("How it is computed")
