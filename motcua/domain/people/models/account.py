"""Accounts: who can sign in, and by what means."""

import secrets
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Func, Q, Value
from django.utils.crypto import salted_hmac

from motcua.foundation.actions import Act
from motcua.foundation.text import nfc

from ..rules import Address, second_step
from .person import Person

RECOVERY_CODES = 10
# Letters that nobody takes for another when they copy a code by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountKind(models.TextChoices):
    """On which side of the counter an account is; it never changes, and opens no page of the other side."""

    STAFF = "staff", "Cán bộ"
    CITIZEN = "citizen", "Người dân, tổ chức"


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, login: str, password: str | None, **facts: str) -> "Account":
        """An account of somebody who works here."""
        account = self.model(login=nfc(login).lower(), **facts)
        account.set_password(password)
        account.save()
        return account

    def at_address(self, address: Address) -> "Account":
        """The citizen's account of an address that was just proved; made if there is none yet."""
        mine = {"kind": AccountKind.CITIZEN, address.kind: address.value}
        try:
            with transaction.atomic():
                return self.get_or_create(
                    **mine, defaults={**_of_citizen(), "password": make_password(None)}
                )[0]
        except IntegrityError:  # two windows with the same address at the same moment
            return self.get(**mine)

    def new_citizen(self) -> "Account":
        """A citizen's account that nothing opens yet."""
        return self.create(kind=AccountKind.CITIZEN, **_of_citizen())


def _of_citizen() -> dict[str, Any]:
    return {"login": f"dan-{secrets.token_hex(16)}", "password": make_password(None)}


class Account(AbstractBaseUser):
    """Somebody who can sign in. What staff may do comes from their postings, what citizens see from their cases."""

    kind = models.CharField(max_length=8, choices=AccountKind.choices, default=AccountKind.STAFF)
    login = models.CharField(max_length=80, unique=True)
    # Of a citizen's account: addresses that were proved by a code. None of them is shown to anybody else.
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    # Of a citizen's account: the name as stated, and the person whose identity a provider has proved.
    full_name = models.CharField(max_length=200, blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    closed_at = models.DateTimeField(null=True)
    # The second step: from what the app's secret is reckoned, since when it is asked for, the last code used, and
    # what is kept of the recovery codes that are left.
    code_seed = models.BinaryField(max_length=16, null=True)
    code_since = models.DateTimeField(null=True)
    code_step = models.BigIntegerField(default=0)
    recovery = ArrayField(models.CharField(max_length=64), default=list)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = []
    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code_seed=None, code_since=None)
                | Q(code_seed__isnull=False, code_since__isnull=False),
                name="second_step_whole_or_off",
            ),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.CITIZEN) | Q(person=None, closed_at=None, full_name=""),
                name="account_of_staff_is_no_person",
            ),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.STAFF) | Q(password__startswith="!"),
                name="account_of_citizen_has_no_password",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(is_active=False, email="", phone="", full_name="", person=None),
                name="account_closed_is_empty",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(kind=AccountKind.CITIZEN) & ~Q(email=""),
                name="citizen_email_once",
            ),
            models.UniqueConstraint(
                fields=["phone"],
                condition=Q(kind=AccountKind.CITIZEN) & ~Q(phone=""),
                name="citizen_phone_once",
            ),
        ]

    def take_password(self, password: str) -> None:
        """Keep a new password; sessions opened with the old one end by it."""
        self.set_password(password)
        self.save(update_fields=["password"])

    # What the kernel asks of a subject; an account has one state: it exists ------------------------------------

    state = 1
    state_label = "Đang dùng"
    version: int
    _last_hash: bytes

    def lock(self) -> Self:
        from .means import last_event

        fresh: Self = type(self).objects.select_for_update().get(pk=self.pk)  # type: ignore[assignment]
        fresh.version, fresh._last_hash = last_event(fresh.pk)
        return fresh

    def stale_sentence(self) -> str:
        return "Tài khoản vừa được thay đổi ở một cửa sổ khác. Xin tải lại trang rồi làm tiếp."

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """An account has no clock."""

    def keep(self, act: Act) -> None:
        """Write the event of what was done to this account."""
        from .means import write_event

        self.version, self._last_hash = write_event(self, act)

    # The second step of signing in -----------------------------------------------------------------------

    def get_session_auth_hash(self) -> str:
        """What ties a session to password and second step: turning the step on or off ends other sessions."""
        plain = super().get_session_auth_hash()
        return (
            salted_hmac("second step", plain + bytes(self.code_seed).hex()).hexdigest()
            if self.code_seed
            else plain
        )

    def app_secret(self, seed: bytes) -> bytes:
        return second_step.app_secret(settings.CODES_KEY, self.pk, seed)

    def start_second_step(self, seed: bytes, typed: str, *, at: datetime) -> list[str]:
        """Ask for codes from now on, if the one typed is the app's: the recovery codes, shown this once; else none."""
        step = second_step.matching_step(self.app_secret(seed), second_step.typed_code(typed), at=at, after=0)
        if step is None:
            return []
        codes = [f"{_letters(5)}-{_letters(5)}" for _ in range(RECOVERY_CODES)]
        marks = [second_step.recovery_mark(settings.CODES_KEY, self.pk, code) for code in codes]
        still_off = Account.objects.filter(pk=self.pk, code_seed=None)
        if not still_off.update(code_seed=seed, code_since=at, code_step=step, recovery=marks):
            return []
        self.code_seed, self.code_since, self.code_step, self.recovery = seed, at, step, marks
        return codes

    def end_second_step(self) -> None:
        """Ask for the password only."""
        self.code_seed, self.code_since, self.code_step, self.recovery = None, None, 0, []
        self.save(update_fields=["code_seed", "code_since", "code_step", "recovery"])

    def use_code(self, typed: str, *, at: datetime) -> bool:
        """Take a code of the app, or a recovery code; each works once, also when it comes twice at the same time."""
        if self.code_seed is None:
            return False
        code, mine = second_step.typed_code(typed), Account.objects.filter(pk=self.pk)
        step = second_step.matching_step(
            self.app_secret(bytes(self.code_seed)), code, at=at, after=self.code_step
        )
        if step is not None:
            return bool(mine.filter(code_step__lt=step).update(code_step=step))
        mark = second_step.recovery_mark(settings.CODES_KEY, self.pk, code)
        left = Func("recovery", Value(mark), function="array_remove")
        return bool(mine.filter(recovery__contains=[mark]).update(recovery=left))


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))
