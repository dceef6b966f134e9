"""Every management command: `bin/guanxi NAME`."""

import os
import sys

import django
from django.core.management import execute_from_command_line

# These may be the first thing that somebody does with an installation, or after an upgrade.
MAY_COME_FIRST = {"backup", "demo", "export_all", "import", "insight", "restore", "welcome"}
MAY_COME_FIRST |= {"definitions", "reindex", "worker"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.config.settings")
    if MAY_COME_FIRST.intersection(sys.argv[1:2]) and not {"-h", "--help"}.intersection(sys.argv):
        django.setup()
        from guanxi.config.tables import make_where_none, refuse_other_tables

        if not make_where_none():
            refuse_other_tables()
    execute_from_command_line(sys.argv)
