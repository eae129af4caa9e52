"""The lives of cases: each told act by act, at working moments, by the people whose step it is."""

from datetime import datetime, timedelta
from random import Random

from motcua.domain.cases.actions import apologising, deciding, intake, money, processing, returning
from motcua.domain.cases.models import Case, Step, Through
from motcua.domain.cases.queries.lookup import case_for
from motcua.domain.cases.rules import Channel, MoneyState, Paper, State
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.rules import fee_total, for_variant, papers_for, usual_variant
from motcua.domain.offices.models import Staff
from motcua.domain.people.actor import Citizen
from motcua.domain.surveys.actions import rate
from motcua.domain.surveys.rules import questions_on
from motcua.foundation.actions import at_time, now
from motcua.foundation.calendar import (
    Calendar,
    add_working_days,
    add_working_minutes,
    local,
    next_working_day,
    working_minutes_between,
)

from .names import address, person, phone
from .offices import Office


class Life:
    """One case and the moment its story has reached; nothing is told past `until`."""

    def __init__(self, office: Office, rng: Random, days: Calendar, until: datetime) -> None:
        self.office, self.rng, self.days, self.until = office, rng, days, until
        self.at = until
        self.case: Case

    # Beginnings -----------------------------------------------------------------------------------------

    def filing(
        self, terms: ProcedureVersion, *, channel: int = Channel.DIRECT, lacking: int = 0
    ) -> intake.Filing:
        variant = usual_variant(terms.facts)
        name, sex, number = person(self.rng)
        wanted = papers_for(for_variant(terms.facts, variant).components, Channel(channel).name.lower())
        papers = [Paper(key=c.key, name=c.name, originals=1) for c in wanted if c.required]
        fee = fee_total(terms.facts, variant, channel=Channel(channel).name.lower()).due_at(1)
        return intake.Filing(
            terms=terms, variant=variant, channel=channel, papers=tuple(papers[: len(papers) - lacking]), fee=fee,
            applicant=intake.Applicant(
                full_name=name, sex=sex, identity_number=number, phone=phone(self.rng),
                address=address(self.rng, self.office.place),
                email=f"nguoi.dan.{self.rng.randint(1, 999)}@vidu.example" if self.rng.random() < 0.3 else "",
            ),
        )  # fmt: skip

    def receive(self, terms: ProcedureVersion, at: datetime) -> "Life":
        with self.moment(at):
            self.case = intake.receive(self.office.desk, by=self.desk(), filing=self.filing(terms))
            self.pay()
        return self

    def register(self, terms: ProcedureVersion, at: datetime) -> "Life":
        with self.moment(at):
            filing = self.filing(terms, channel=Channel.ONLINE)
            self.case = intake.register(self.office.desk, by=self.desk(), filing=filing)
        return self

    def pay(self) -> None:
        if self.case.money_state == MoneyState.DUE:
            self.case = money.take_fee(self.case, by=self.desk(), amount=self.case.fee)

    # Moving on ------------------------------------------------------------------------------------------

    def go(
        self,
        *,
        until_state: int = State.FINISHED,
        finish: datetime | None = None,
        stop_before: str = "",
        stop_with: str = "",
    ) -> "Life":
        """Walk the route, spreading the steps over the working time to `finish`, until a state, before an act, or with a role."""
        finish = min(finish or self.due(), self.until)
        left = 6
        while self.case.state < until_state and self.case.state in (State.ACCEPTED, State.IN_PROGRESS):
            step = self.open_step()
            if step is None or self.at >= self.until or stop_before == step.does or stop_with == step.role:
                break
            minutes = working_minutes_between(self.at, finish, self.days) // max(1, left)
            last = step.does == "issue_result"
            with self.moment(finish if last else self.later(max(5, minutes))):
                self.finish_step(step)
            left -= 1
        return self

    def finish_step(self, step: Step) -> None:
        by = self.office.who(step.unit_id, step.role, self.case.pk)
        if by is None:
            raise LookupError(f"nobody is {step.role} in {step.unit}")
        if step.assignee_id and step.assignee_id != by.pk:
            by = next(p for people in self.office.cast.values() for p in people if p.pk == step.assignee_id)
        # Nobody decides on what they have not read.
        case_for(by, self.case.code, through=Through.CASE, at=now())
        acts = {
            "hand_over": processing.hand_over,
            "approve": deciding.approve,
            "issue_result": deciding.issue_result,
        }
        if step.does in ("hand_over", "issue_result"):
            self.case = acts[step.does](self.case, by=by)
        else:
            self.case = acts.get(step.does, processing.forward)(self.case, by=by, node=step.node)

    def hand_back(self, *, after_days: int = 1) -> "Life":
        at = self.later_days(after_days)
        if self.case.state == State.FINISHED and at < self.until:
            with self.moment(at):
                self.pay()
                receiver = self.case.submitter_name or self.case.applicant_name
                self.case = returning.hand_back(self.case, by=self.desk(), receiver_name=receiver)
            self.rate()
        return self

    def rate(self) -> None:
        """Half of those who got their result say how it was, by the link of their slip."""
        rng = Random(self.case.code)  # so that the rest of the story stays as it was told before
        at = self.later(rng.randint(30, 900))
        if rng.random() < 0.5 or at > self.until:
            return
        late = self.case.outcome == "late"
        score = rng.choices((1, 2, 3), (5, 4, 1) if late else (1, 9, 20))[0]
        reason = "" if score > 1 else "tre_hen" if late else rng.choice(("cho_lau", "kho_hieu", "thai_do"))
        with at_time(at):
            answers = {q.key: rng.random() < 0.7 + score / 12 for q in questions_on(local(at).date())}
            rate(self.case, by=Citizen(slip=self.case.code), score=score, reason=reason, answers=answers)

    def supplement(self, *, wait_days: int, answered: bool = True, reason: str = "") -> "Life":
        """The officer asks once for what is missing; the clock stops until it is brought."""
        by = self.holder(
            self.go(stop_with="officer", stop_before="approve", finish=self.part(0.3)).open_step()
        )
        names = [c.name for c in self.case.case_type.components][:1]
        with self.moment(self.later(30)):
            self.case = processing.request_supplement(
                self.case,
                by=by,
                missing=names,
                reason=reason or "Bản nộp bị mờ, không đọc được số và ngày cấp",
            )
        if answered and self.later_days(wait_days) < self.until:
            with self.moment(self.later_days(wait_days)):
                self.case = processing.confirm_supplement(self.case, by=self.desk())
        return self

    # Who and when ---------------------------------------------------------------------------------------

    def moment(self, at: datetime):  # type: ignore[no-untyped-def]
        self.at = min(max(at, self.at) if hasattr(self, "case") else at, self.until)
        return at_time(self.at)

    def later(self, minutes: int) -> datetime:
        return add_working_minutes(self.at, minutes, self.days)

    def later_days(self, days: int) -> datetime:
        """The same hour `days` working days on; 0: an hour from now."""
        if not days:
            return self.later(60)
        here = local(self.at)
        return here + (add_working_days(here.date(), days, self.days) - here.date())

    def due(self) -> datetime:
        """When the story means to finish if nothing else is said: at 10 on the due day."""
        if self.case.due_at is None:
            return self.later_days(3)
        return max(local(self.case.due_at).replace(hour=10, minute=self.rng.randint(0, 50)), self.later(90))

    def part(self, share: float) -> datetime:
        """The moment when this share of the time from now to the due date has gone by."""
        minutes = working_minutes_between(self.at, self.case.due_at or self.due(), self.days)
        return self.later(max(10, int(minutes * share)))

    def late_by(self, days: int) -> datetime:
        due = local(self.case.due_at or self.due())
        return due + (add_working_days(due.date(), days, self.days) - due.date())

    def desk(self) -> Staff:
        """Who stands at the counter; duties are as of the story's day."""
        turn = self.rng.randint(0, 9)
        staff = self.office.who(self.office.desk.pk, "reception", turn)
        assert staff is not None
        return staff

    def apologise(self, *, more_days: int, cause: str, reason: str) -> None:
        """The desk drafts the sheet of apology, a leader signs it half an hour later."""
        with self.moment(self.later(20)):
            self.case = apologising.draft_apology(
                self.case, by=self.desk(), cause=cause, reason=reason, more_days=more_days
            )
        with self.moment(self.later(30)):
            self.case = apologising.extend(self.case, by=self.leader())

    def postman(self) -> Staff:
        """Whoever works for the public post beside this office, else the desk itself."""
        known = [people for (_unit, role), people in self.office.cast.items() if role == "postal"]
        return known[0][0] if known else self.desk()

    def leader(self) -> Staff:
        staff = self.office.who(self.office.authority.pk, "leader")
        assert staff is not None
        return staff

    def holder(self, step: Step | None) -> Staff:
        assert step is not None
        staff = self.office.who(step.unit_id, step.role, self.case.pk)
        assert staff is not None
        return staff

    def open_step(self) -> Step | None:
        return next(iter(self.case.open_steps), None)


def working_moment(rng: Random, day, days: Calendar) -> datetime:  # type: ignore[no-untyped-def]
    """A moment of a working day at which people come to the counter."""
    sessions = days.sessions_on(day) or days.sessions_on(next_working_day(day, days))
    day = day if days.sessions_on(day) else next_working_day(day, days)
    opens, closes = sessions[rng.randrange(len(sessions))]
    from motcua.foundation.calendar import ZONE

    start = datetime.combine(day, opens, tzinfo=ZONE)
    length = int((datetime.combine(day, closes, tzinfo=ZONE) - start).total_seconds() // 60)
    return start + timedelta(minutes=rng.randint(2, max(3, length - 40)))
