"""The shapes of values that answers of administration share."""

from guanxi.platform.rest.schemas import Schema

NUMBER: Schema = {"type": "integer"}
MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
NUMBERS: Schema = {"type": "array", "items": NUMBER}
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
YES_NO: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
ANY_OBJECT: Schema = {"type": "object"}
BY_NAME: Schema = {"type": "object", "additionalProperties": TEXT}
