"""Every kind of work that the platform offers, gathered for the worker."""

from guanxi.platform.backup import tasks as backup
from guanxi.platform.exports import tasks as exports
from guanxi.platform.imports import tasks as imports
from guanxi.platform.jobs import tasks as jobs
from guanxi.platform.rest import tasks as rest
from guanxi.platform.signin import tasks as signin

__all__ = ["backup", "exports", "imports", "jobs", "rest", "signin"]
