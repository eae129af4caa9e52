"""Persons and bodies that cases are about."""

from typing import Self

from django.db import models

from motcua.foundation.database.rows import read
from motcua.foundation.text import fold, nfc, sort_key


class PersonKind(models.IntegerChoices):
    """Values of the national interface's LoaiDoiTuong."""

    CITIZEN = 0, "Công dân"
    FIRM = 1, "Doanh nghiệp"
    HOUSEHOLD = 2, "Hộ kinh doanh"


class PersonQuerySet(models.QuerySet["Person"]):
    def first_known_as(self, *, kind: int, number: str) -> "Person | None":
        """The first noted person with this identity or tax number."""
        field = "identity_number" if kind == PersonKind.CITIZEN else "tax_code"
        question = f"SELECT * FROM people_person WHERE kind = %s AND {field} = %s ORDER BY id LIMIT 1"
        return next(iter(read(Person, question, [kind, number])), None)


class Person(models.Model):
    """An applicant: a citizen, a firm or a household business, as last stated at the desk."""

    kind = models.SmallIntegerField(choices=PersonKind.choices, default=PersonKind.CITIZEN)
    full_name = models.CharField(max_length=200)
    name_key = models.BinaryField(max_length=900)
    folded = models.CharField(max_length=220)
    identity_number = models.CharField(max_length=20, blank=True)
    tax_code = models.CharField(max_length=20, blank=True)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=400, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["identity_number"], condition=~models.Q(identity_number=""), name="person_identity"
            ),
            models.Index(fields=["tax_code"], condition=~models.Q(tax_code=""), name="person_tax"),
        ]

    def named(self, full_name: str) -> Self:
        """Take a name: composed form as typed, with the keys that lists and search use."""
        self.full_name = nfc(full_name)
        self.name_key = sort_key(self.full_name)
        self.folded = fold(self.full_name)
        return self
