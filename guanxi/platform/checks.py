"""What `bin/guanxi check --deploy` looks at beside Django's own questions."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from guanxi.platform.open_ways import open_ways
from guanxi.platform.signin.breaches import is_asked

ADVICE = {
    "database": "Add ?sslmode=verify-full (or require) to DATABASE_URL.",
    "mail": "Set GUANXI_SMTP_TLS=1.",
    "directory": "Let GUANXI_OIDC_URL begin with https://.",
    "log": "Send to a relay on this machine that goes on by TLS.",
    "scanner": "Let clamd listen on this machine, or lead there by a tunnel.",
    "breaches": "Let GUANXI_BREACHED_PASSWORDS begin with https://.",
}


def configured() -> dict[str, Any]:
    """The settings in force, by name."""
    return {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


@register(Tags.security, deploy=True)
def ways_are_encrypted(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """A warning for each way to another machine that is not encrypted."""
    return [
        Warning(
            f"The way to {one.address} ({one.kind}) is not encrypted.",
            hint=f"{ADVICE[one.kind]} GUANXI_ENCRYPTED_ONLY=1 refuses to start otherwise.",
            id=f"guanxi.{one.kind}",
        )
        for one in open_ways(configured())
    ]


@register(Tags.security, deploy=True)
def known_passwords_are_there(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """A warning where the list of breached passwords is missing: nobody could choose one."""
    where = settings.BREACHED_PASSWORDS
    if not where or is_asked(where) or Path(where).is_file():
        return []
    hint = "GUANXI_BREACHED_PASSWORDS names no file; until it does, no password can be chosen."
    return [Warning(f"There is no {where}.", hint=hint, id="guanxi.breaches")]
