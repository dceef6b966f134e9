"""All that is administered by the API, by its part of the address."""

from guanxi.platform.rest.settings.ages import STAGE_AGES
from guanxi.platform.rest.settings.boards import BOARD_LIMITS
from guanxi.platform.rest.settings.forms import FORM_SECTIONS
from guanxi.platform.rest.settings.keys import KEYS
from guanxi.platform.rest.settings.people import PEOPLE
from guanxi.platform.rest.settings.record_pages import RECORD_PAGES
from guanxi.platform.rest.settings.resources import Resource
from guanxi.platform.rest.settings.roles import ROLES
from guanxi.platform.rest.settings.sharing import SHARING
from guanxi.platform.rest.settings.teams import TEAMS
from guanxi.platform.rest.settings.webhooks import WEBHOOKS

RESOURCES: dict[str, Resource] = {
    one.key: one
    for one in (
        *(PEOPLE, TEAMS, ROLES, SHARING, KEYS, WEBHOOKS),
        *(BOARD_LIMITS, STAGE_AGES, FORM_SECTIONS, RECORD_PAGES),
    )
}
