"""Turns what people wrote into what a book can hold: pure, quick, with a word on every change."""

from guanxi.platform.cleaning.addresses import Address, clean_address, split_address
from guanxi.platform.cleaning.booleans import clean_boolean
from guanxi.platform.cleaning.credit_codes import clean_credit_code, is_credit_code
from guanxi.platform.cleaning.currencies import clean_currency
from guanxi.platform.cleaning.dates import clean_date, clean_moment
from guanxi.platform.cleaning.emails import clean_email
from guanxi.platform.cleaning.guessing import Hints, hints_of, kind_of
from guanxi.platform.cleaning.kinds import Cell, Cleaned
from guanxi.platform.cleaning.names import company_key, person_key, pinyin_key
from guanxi.platform.cleaning.numbers import clean_amount, clean_number
from guanxi.platform.cleaning.phones import clean_phone
from guanxi.platform.cleaning.text import clean_line, clean_text
from guanxi.platform.cleaning.web_addresses import clean_url

__all__ = [
    "Address",
    "Cell",
    "Cleaned",
    "Hints",
    "clean_address",
    "clean_amount",
    "clean_boolean",
    "clean_credit_code",
    "clean_currency",
    "clean_date",
    "clean_email",
    "clean_line",
    "clean_moment",
    "clean_number",
    "clean_phone",
    "clean_text",
    "clean_url",
    "company_key",
    "hints_of",
    "is_credit_code",
    "kind_of",
    "person_key",
    "pinyin_key",
    "split_address",
]
