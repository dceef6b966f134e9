"""What the signs of leaving tell of, each group with the columns that tell of it."""

RHYTHM, RATE, VALUE = "rhythm", "rate", "value"
CONTACT, PAYMENT, RECORD = "contact", "payment", "record"
SERVICE, OPINION = "service", "opinion"
GROUPS = {
    RHYTHM: ("rule", "silent", "overdue", "gap"),
    RATE: ("days_now", "rate_change"),
    VALUE: ("value_change", "last_value"),
    CONTACT: ("contacts", "contact_change", "answered"),
    PAYMENT: ("late_days",),
    SERVICE: ("service_now",),
    OPINION: ("opinion",),
    RECORD: ("days", "tenure"),
}
