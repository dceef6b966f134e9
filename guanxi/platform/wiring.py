"""How the platform's parts are connected when the product starts."""

from django.apps import apps
from django.db.models.signals import post_migrate

from guanxi.platform.actors.compiling import derive_field_modes
from guanxi.platform.custom import indexing, retyping, written
from guanxi.platform.custom.keeping import compute_before_save, computes, refresh_after_save
from guanxi.platform.custom.restricting import restricted_by_sources
from guanxi.platform.custom.schema import SchemaExtension
from guanxi.platform.definitions.all import OWN
from guanxi.platform.definitions.parts import add_parts
from guanxi.platform.facts import telling as changes_told
from guanxi.platform.facts.webhooks.telling import connect_webhooks
from guanxi.platform.files import recounting as files_told
from guanxi.platform.files import sweeping
from guanxi.platform.filters.compiling import search_text_with
from guanxi.platform.messages import mailing, notes, warnings
from guanxi.platform.messages import recounting as notes_told
from guanxi.platform.messages.occasions import tell_new_owners
from guanxi.platform.nouns.extension import extend_with
from guanxi.platform.records import purging
from guanxi.platform.records.hooks import before_save, concerns, on_saved
from guanxi.platform.search import rebuilding, tidying
from guanxi.platform.search.engines import prepare_index
from guanxi.platform.search.searching import index_saved, text_condition
from guanxi.platform.signin import audit
from guanxi.platform.verbs import carrying, standard, undoing

# Importing these offers their verbs and jobs, and what they tell on timelines and in notices.
OFFERED = (
    *(standard, carrying, undoing, indexing, retyping, rebuilding, tidying),
    *(written, mailing, sweeping, purging),
)
TOLD = (changes_told, notes_told, files_told, notes)


def connect() -> None:
    """Introduce the parts to each other; called once when Django is ready."""
    extend_with(SchemaExtension())
    derive_field_modes(restricted_by_sources)
    search_text_with(text_condition)
    before_save(compute_before_save)
    on_saved(refresh_after_save)
    on_saved(index_saved)
    on_saved(tell_new_owners)
    on_saved(sweeping.attach_to_saved)
    _tell_what_concerns()
    connect_webhooks()
    add_parts(*OWN)
    audit.connect()
    warnings.connect()
    post_migrate.connect(prepare_index, sender=apps.get_app_config("platform"))


def _tell_what_concerns() -> None:
    concerns(compute_before_save, lambda noun, given: computes(noun))
    concerns(refresh_after_save, lambda noun, given: computes(noun))
    # What makes drafts of records makes what the index holds of them too.
    concerns(index_saved, lambda noun, given: False)
    concerns(tell_new_owners, lambda noun, given: "owner" in given)
    concerns(sweeping.attach_to_saved, sweeping.holds_files)
