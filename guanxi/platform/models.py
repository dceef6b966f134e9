"""All tables of the platform, gathered for Django."""

from guanxi.platform.actors.models import (
    ApiKey,
    FieldGrant,
    Grant,
    Role,
    Share,
    SharingRule,
    Team,
    TeamMember,
    User,
    Version,
)
from guanxi.platform.boards.models import BoardLimit, StageAge
from guanxi.platform.custom.models import (
    CustomField,
    CustomNoun,
    CustomRecord,
    FormArrangement,
    PageArrangement,
)
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.files.models import StoredFile
from guanxi.platform.glossary.models import Term
from guanxi.platform.imports.models import Counterpart, ImportRun, MappingMemory, RejectedRow
from guanxi.platform.jobs.models import Job, Schedule
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.rest.models import KeptAnswer
from guanxi.platform.search.models import SearchEntry, SearchNoun
from guanxi.platform.signin.models import CacheEntry, WelcomeLink
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.views.models import DefaultView, SavedView, ViewTab

__all__ = [
    "ApiKey",
    "Batch",
    "BoardLimit",
    "BatchRow",
    "CacheEntry",
    "Counterpart",
    "CustomField",
    "CustomNoun",
    "CustomRecord",
    "DefaultView",
    "Delivery",
    "Fact",
    "FieldGrant",
    "FormArrangement",
    "Grant",
    "ImportRun",
    "Job",
    "MappingMemory",
    "Note",
    "Notification",
    "PageArrangement",
    "RejectedRow",
    "KeptAnswer",
    "Role",
    "SavedView",
    "Schedule",
    "StageAge",
    "SearchEntry",
    "SearchNoun",
    "Share",
    "SharingRule",
    "StoredFile",
    "Team",
    "TeamMember",
    "Term",
    "User",
    "Version",
    "Webhook",
    "ViewTab",
    "WelcomeLink",
]
