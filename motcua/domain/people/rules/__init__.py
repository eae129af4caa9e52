"""Numbers and addresses that people give, checked as a clerk would: warnings, never a wall.

Only what cannot be such a number at all raises TextRefused; everything else is a sentence.
"""

from motcua.domain.people.rules.cards import TYPING_PROGRAM, CardScan, read_card
from motcua.domain.people.rules.contact import PhoneNumber, email_warnings, read_phone
from motcua.domain.people.rules.numbers import (
    SEX_LABELS,
    ApplicantKind,
    CitizenNumber,
    IdentityNumber,
    Sex,
    applicant_warnings,
    citizen_number_warnings,
    identity_number_warnings,
    read_citizen_number,
    read_identity_number,
    sex_from,
    tax_code_warnings,
)
from motcua.domain.people.rules.places import AREA_CODES, BIRTH_PLACES
from motcua.domain.people.rules.sign_in import Address, read_address, shown_address

__all__ = [
    "AREA_CODES",
    "BIRTH_PLACES",
    "SEX_LABELS",
    "TYPING_PROGRAM",
    "Address",
    "ApplicantKind",
    "CardScan",
    "CitizenNumber",
    "IdentityNumber",
    "PhoneNumber",
    "Sex",
    "applicant_warnings",
    "citizen_number_warnings",
    "email_warnings",
    "identity_number_warnings",
    "read_address",
    "read_card",
    "read_citizen_number",
    "read_identity_number",
    "read_phone",
    "sex_from",
    "shown_address",
    "tax_code_warnings",
]
