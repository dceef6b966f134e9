"""The platform's own kinds of definitions, in the order in which they are made."""

from guanxi.platform.definitions.forms import BoardLimits, Forms, StageAges
from guanxi.platform.definitions.hooks import Webhooks
from guanxi.platform.definitions.part import Part
from guanxi.platform.definitions.record_pages import RecordPages
from guanxi.platform.definitions.record_types import Fields, RecordTypes
from guanxi.platform.definitions.roles import Roles
from guanxi.platform.definitions.shared_views import SharingRules, Views
from guanxi.platform.definitions.teams import Teams

OWN: tuple[Part, ...] = (
    *(Teams(), RecordTypes(), Fields(), Forms(), BoardLimits(), StageAges()),
    *(Roles(), RecordPages(), SharingRules(), Views(), Webhooks()),
)
