"""Who is told what this morning: one digest a person, made from what is watched and from the table of who is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from motcua.domain.cases.deadline_rules import Watch, watching_on, who_is_told
from motcua.domain.offices.models import Posting, Staff
from motcua.foundation.calendar import local

from .models import Digest
from .watching import Watched, watch

MOST_CODES = 30  # of one heading in one digest; the page has them all
HEADINGS: Mapping[Watch, str] = {
    Watch.OVERDUE: "Quá hạn",
    Watch.SLOW_TO_ACCEPT: "Chậm tiếp nhận hồ sơ trực tuyến",
    Watch.TODAY: "Đến hạn hôm nay",
    Watch.APOLOGY: "Cần lập phiếu xin lỗi",
    Watch.SOON: "Sắp đến hạn",
    Watch.NOT_ANSWERED: "Quá ngày bổ sung, người nộp chưa trả lời",
    Watch.UNCOLLECTED: "Kết quả chưa đến nhận",
    Watch.STEP_LATE: "Bước chậm, hồ sơ còn hạn",
}


@dataclass(frozen=True, slots=True)
class Post:
    """Who holds a role where, on the day."""

    staff_id: int
    role: str
    unit_id: int
    path: str


def digests(at: datetime) -> dict[int, dict[Watch, list[Watched]]]:
    """For each member of staff, the cases to tell them of this morning by heading, the gravest first."""
    told = watching_on(local(at).date()).told
    posts = _posts(local(at).date())
    found: dict[int, dict[Watch, list[Watched]]] = {}
    for row in watch(at=at):
        for since in row.since:
            for who in who_is_told(since, row.standing, at, row.days, told):
                for staff_id in recipients(who, row, posts):
                    headings = found.setdefault(staff_id, {})
                    cases = headings.setdefault(since.what, [])
                    if row.case_id not in {each.case_id for each in cases}:
                        cases.append(row)
    return found


def recipients(who: str, row: Watched, posts: Iterable[Post]) -> set[int]:
    """The people meant by a line of the table: the holder, or the nearest of that role above the case's place."""
    if who == "holder":
        if row.holder_id:
            return {row.holder_id}
        roles = (row.role, "centre_head") if row.role == "reception" else (row.role,)
        return {post.staff_id for post in posts if post.role in roles and post.unit_id == row.unit_id}
    place = {"dept_head": row.unit_path, "leader": row.authority_path, "centre_head": row.received_path}[who]
    above = [post for post in posts if post.role == who and place.startswith(post.path)]
    nearest = max((len(post.path) for post in above), default=0)
    return {post.staff_id for post in above if len(post.path) == nearest}


def _posts(on: date) -> list[Post]:
    held = Posting.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on, staff__is_active=True
    )
    rows = held.values_list("staff_id", "role", "unit_id", "unit__path")
    return [Post(*row) for row in rows]


def write_digests(at: datetime) -> list[Digest]:
    """The digests of the morning of `at`, written once each; those that wait to be mailed."""
    on = local(at).date()
    wanted = digests(at)
    people = Staff.objects.filter(pk__in=wanted).select_related("account")
    written = [
        Digest(
            staff=person,
            on=on,
            subject=_subject(wanted[person.pk], on),
            body=_body(wanted[person.pk]),
            counts={what: len(rows) for what, rows in wanted[person.pk].items()},
            written_at=at,
            address=person.account.email if person.account else "",
        )
        for person in people
    ]
    Digest.objects.bulk_create(written, ignore_conflicts=True)
    return list(Digest.objects.filter(on=on, sent_at=None).exclude(address=""))


def digest_of(staff: Staff, *, on: date) -> Digest | None:
    """What the person was told on the morning of a day."""
    return staff.digests.filter(on=on).first()


def _subject(headings: Mapping[Watch, list[Watched]], on: date) -> str:
    said = [f"{len(headings[what])} {words.lower()}" for what, words in HEADINGS.items() if what in headings]
    return f"Việc cần chú ý ngày {on:%d/%m/%Y}: {', '.join(said)}"[:200]


def _body(headings: Mapping[Watch, list[Watched]]) -> str:
    """Codes and procedures only: a mail may be read by others, so no applicant is named."""
    lines: list[str] = []
    for what, words in HEADINGS.items():
        rows = headings.get(what, [])
        if rows:
            lines += [f"{words} ({len(rows)}):"]
            lines += [
                f"- {row.code} · {row.procedure} · {row.step}".rstrip(" ·") for row in rows[:MOST_CODES]
            ]
            lines += [f"- và {len(rows) - MOST_CODES} hồ sơ khác"] if len(rows) > MOST_CODES else []
            lines += [""]
    return "\n".join([*lines, f"Mở hộp việc: {settings.PUBLIC_URL}/ban-lam-viec"])
