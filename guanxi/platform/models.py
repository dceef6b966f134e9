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
from guanxi.platform.custom.models import CustomField, CustomNoun, CustomRecord
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.imports.models import ImportRun, MappingMemory, RejectedRow
from guanxi.platform.jobs.models import Job, Schedule
from guanxi.platform.search.models import SearchEntry, SearchNoun
from guanxi.platform.signin.models import CacheEntry, WelcomeLink

__all__ = [
    "ApiKey",
    "CacheEntry",
    "CustomField",
    "CustomNoun",
    "CustomRecord",
    "Delivery",
    "Fact",
    "FieldGrant",
    "Grant",
    "ImportRun",
    "MappingMemory",
    "RejectedRow",
    "Job",
    "Role",
    "Schedule",
    "Share",
    "SearchEntry",
    "SearchNoun",
    "SharingRule",
    "Team",
    "TeamMember",
    "User",
    "Version",
    "WelcomeLink",
]
