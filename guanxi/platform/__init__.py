"""What every room stands on: actors, rights, nouns, verbs, facts, jobs, search."""

import django_stubs_ext
from django.db.models import ExpressionWrapper

# Lets querysets and model fields be written as generic types at run time too.
django_stubs_ext.monkeypatch(extra_classes=[ExpressionWrapper])
