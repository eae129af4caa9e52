"""Which account has a case in its list, and why."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from motcua.domain.people.models import Account

from .case import Case


class How(models.TextChoices):
    """Why an account may see a case."""

    FILED = "filed", "Nộp từ tài khoản này"
    SLIP = "slip", "Thêm bằng giấy hẹn"


class FollowerQuerySet(models.QuerySet["Follower"]):
    def note(self, case: Case, account_id: int, *, how: How, at: datetime) -> None:
        """Put a case into an account's list, once."""
        self.get_or_create(case=case, account_id=account_id, defaults={"how": how, "at": at})


class Follower(models.Model):
    """One case in the list of one account: filed from it, or added with what is printed on the slip."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="followers", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="followed")
    how = models.CharField(max_length=6, choices=How.choices)
    at = models.DateTimeField()

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "account"], name="follower_once"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="follower_how_known"),
        ]
