"""Boats with all that can be defined of them, in no helpful order."""

EMPTY = {"format": "guanxi-definitions", "version": 1}
SAMPLE = {
    **EMPTY,
    "teams": [
        {"path": ["North", "Harbin"], "name": "Harbin"},
        {"path": ["North"], "name": "North"},
    ],
    "record_types": [
        {
            "key": "boat",
            "label_zh": "船",
            "label_en": "Boat",
            "plural_en": "Boats",
            "icon": "rows",
            "settings": {
                "board": {"by": "state"},
                "closed": ["sunk"],
                "columns": ["name", "total"],
            },
        }
    ],
    "fields": [
        {
            "noun": "boat",
            "name": "total",
            "type": "formula",
            "label_zh": "合计",
            "settings": {"formula": "price * 2", "result": "number"},
        },
        {"noun": "boat", "name": "price", "type": "number", "label_zh": "价格", "position": 1},
        {
            "noun": "boat",
            "name": "state",
            "type": "choice",
            "label_zh": "状态",
            "options": [{"key": "afloat", "zh": "在航"}, {"key": "sunk", "zh": "沉没"}],
        },
        {
            "noun": "boat",
            "name": "depth",
            "type": "number",
            "label_zh": "深度",
            "settings": {"visible_when": {"field": "state", "op": "is", "value": "sunk"}},
        },
    ],
    "forms": [
        {
            "noun": "boat",
            "sections": [{"key": "s1", "zh": "船", "en": "Boat", "fields": ["name", "price"]}],
            "quick": ["price"],
        }
    ],
    "record_pages": [
        {"noun": "boat", "role": "captain", "shown": ["history", "files"], "away": ["section:s1"]}
    ],
    "board_limits": [
        {"noun": "boat", "field": "state", "stages": {"afloat": {"most": 3, "is_hard": True}}}
    ],
    "stage_ages": [{"noun": "boat", "field": "state", "stages": {"afloat": 9}}],
    "roles": [
        {
            "code": "captain",
            "label_zh": "船长",
            "label_en": "Captain",
            "grants": {"boat.read": "tree", "boat.edit": "own"},
            "fields": {"boat.price": "masked"},
        }
    ],
    "sharing_rules": [
        {
            "noun": "boat",
            "label": "Deep ones",
            "n": 1,
            "filter": {"field": "depth", "op": "gt", "value": 10},
            "shown_to": {"team": ["North", "Harbin"]},
        }
    ],
    "views": [
        {
            "noun": "boat",
            "reach": "public",
            "label_zh": "大船",
            "n": 1,
            "filter": {"field": "owner", "op": "is", "value": {"$of": "user", "name": "admin"}},
            "sort": "-total",
            "is_pinned": True,
            "opens_first_for": ["captain"],
        }
    ],
}
