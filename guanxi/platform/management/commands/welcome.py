"""`bin/guanxi welcome NAME`: lets in somebody who is locked out, without a mail server."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.rights.people import drop_second_step
from guanxi.platform.signin.welcome import VALID, new_link


class Command(BaseCommand):
    help = "Prints a one-time link with which a person chooses a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--drop-second-step",
            action="store_true",
            help="take away app, passkeys and recovery codes, which were lost",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody active is called {options['username']}.")
        if options["drop_second_step"]:
            try:
                drop_second_step(user, actor=SYSTEM, at=timezone.now())
            except RuleBroken as refusal:
                raise CommandError(str(refusal)) from refusal
        token = new_link(user, at=timezone.now())
        self.stdout.write(f"Once, within {VALID.days} days: {settings.ADDRESS}/welcome/{token}/")
