"""What follows from the chosen procedure: papers to tick, fees to collect, the day that would be promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.application.filing.queries import Offer, offer
from motcua.domain.cases.rules import Channel, Paper
from motcua.domain.catalogue.queries import terms_of
from motcua.domain.catalogue.rules import (
    Component,
    Exemption,
    Fee,
    FeeTotal,
    Variant,
    allowed_words,
    fee_total,
    usual_variant,
)
from motcua.domain.catalogue.rules.words import PER
from motcua.domain.offices.models import Unit
from motcua.foundation import calendar as working

DESK_CHANNELS = (Channel.DIRECT, Channel.POSTAL)
MOST = 99
Posted = Mapping[str, str]


@dataclass
class PaperRow:
    """One paper of the list: what is asked, whether it is here, how many of each kind."""

    component: Component
    here: bool
    originals: str
    certified: str
    photos: str
    wrong: str = ""

    @property
    def key(self) -> str:
        return self.component.key

    @property
    def counts(self) -> list[tuple[str, str, str, str]]:
        """(field name, short label, label, value) of the three kinds (LoaiBan)."""
        return [
            (f"chinh.{self.key}", _("Chính"), _("Bản chính"), self.originals),
            (f"ct.{self.key}", _("C.thực"), _("Bản chứng thực"), self.certified),
            (f"chup.{self.key}", _("Chụp"), _("Bản chụp"), self.photos),
        ]

    def paper(self) -> Paper | None:
        """The paper as handed in; None when it is not here. Sets `wrong` when a number makes no sense."""
        if not self.here:
            return None
        numbers = [typed.strip() or "0" for typed in (self.originals, self.certified, self.photos)]
        if not all(n.isascii() and n.isdigit() and int(n) <= MOST for n in numbers):
            self.wrong = _("Số bản của “%(name)s” phải là số từ 0 đến 99.") % {"name": self.component.name}
            return None
        originals, certified, photos = map(int, numbers)
        if not originals + certified + photos:
            self.wrong = _("Hãy ghi số bản đã nhận của “%(name)s”, hoặc bỏ đánh dấu.") % {
                "name": self.component.name
            }
            return None
        return Paper(self.key, self.component.name, originals, certified, photos)


@dataclass
class FeeRow:
    """One charge on the screen; `amount_field` where the province's amount is typed, `count_field` for quantities."""

    name: str
    amount: int | None = None
    before: int | None = None
    count_field: str = ""
    count: str = ""
    per: str = ""
    amount_field: str = ""
    typed: str = ""


@dataclass
class Sheet:
    """The part of the reception form that depends on the procedure, as filled in so far."""

    offer: Offer
    papers: list[PaperRow]
    fees: FeeTotal
    fee_rows: list[FeeRow]
    exemptions: list[Exemption]
    exemption: str = ""
    wrong: list[str] = field(default_factory=list)

    @property
    def variants(self) -> tuple[Variant, ...]:
        return self.offer.terms.facts.variants

    @property
    def optional(self) -> list[PaperRow]:
        """Papers needed in some cases only."""
        return [row for row in self.papers if not row.component.required]

    @property
    def optional_here(self) -> bool:
        return any(row.here or row.wrong for row in self.optional)

    @property
    def allowed(self) -> str:
        """How long it takes by the published terms, in words."""
        return allowed_words(self.offer.case_type.allowed, get_language() or "vi")

    @property
    def reckoning(self) -> str:
        """How the promised day was counted, in words."""
        return self.offer.owed.reckoning(get_language() or "vi")

    @property
    def missing(self) -> list[str]:
        """Names of the compulsory papers that are not ticked."""
        return [row.component.name for row in self.papers if row.component.required and not row.here]

    def taken(self) -> tuple[Paper, ...]:
        """The papers handed in; what is wrong with their numbers goes to `wrong`."""
        found = [row.paper() for row in self.papers]
        self.wrong += [row.wrong for row in self.papers if row.wrong]
        return tuple(paper for paper in found if paper)


def sheet_for(unit: Unit, posted: Posted, ticks: Sequence[str], *, at: datetime) -> Sheet | None:
    """The sheet of the procedure named in the form, or None when none is; unknown choices fall back to the usual.

    Ticks and amounts count only where they were made for the same procedure (`papers_of`).
    """
    code = posted.get("procedure", "").strip()
    terms = terms_of(code, on=working.local(at).date()) if code else None
    if terms is None:
        return None
    same = posted.get("papers_of") == code
    known = [variant.key for variant in terms.facts.variants]
    variant = posted.get("variant", "") if same else ""
    variant = variant if variant in known else usual_variant(terms.facts)
    channel = channel_of(posted)
    found = offer(unit, terms, variant, channel=channel, at=at)
    papers = [_row(paper, posted if same else {}, ticks if same else ()) for paper in found.papers]
    return _with_fees(found, papers, posted if same else {})


def channel_of(posted: Posted) -> int:
    typed = posted.get("channel", "")
    return int(typed) if typed in {str(c.value) for c in DESK_CHANNELS} else Channel.DIRECT


def default_counts(paper: Component) -> tuple[str, str, str]:
    """How many of each kind the procedure asks for: originals, certified copies, photographs."""
    many = str(max(paper.originals, paper.copies, 1))
    if paper.form == "certified":
        return "", many, ""
    if paper.form == "photo":
        return "", "", many
    return str(max(paper.originals, 1)), "", str(paper.copies) if paper.copies else ""


def _row(paper: Component, posted: Posted, ticks: Sequence[str]) -> PaperRow:
    usual = default_counts(paper)
    typed = [posted.get(f"{kind}.{paper.key}") for kind in ("chinh", "ct", "chup")]
    counts = [usual[n] if value is None else value[:4] for n, value in enumerate(typed)]
    return PaperRow(paper, paper.key in ticks, *counts)


def _with_fees(found: Offer, papers: list[PaperRow], posted: Posted) -> Sheet:
    fees = found.case_type.fees
    exemptions = list({each.key: each for fee in fees for each in fee.exemptions}.values())
    exemption = posted.get("mien", "")
    exemption = exemption if exemption in {each.key for each in exemptions} else ""
    wrong: list[str] = []
    quantity = {
        fee.per: _number(posted.get(f"sl.{fee.per}", ""), _usual(fee), fee.name, wrong)
        for fee in fees
        if fee.per != "case"
    }
    local = {
        fee.key: _number(typed, 0, fee.name, wrong, most=10**10)
        for fee in fees
        if (typed := posted.get(f"muc.{fee.key}", "").strip())
    }
    channel = Channel(found.channel).name.lower()
    total = fee_total(
        found.terms.facts,
        found.case_type.variant,
        [exemption] if exemption else [],
        quantity,
        channel=channel,
        local=local,
    )
    return Sheet(found, papers, total, _fee_rows(fees, total, quantity, posted), exemptions, exemption, wrong)


def _fee_rows(
    fees: Sequence[Fee], total: FeeTotal, quantity: Mapping[str, int], posted: Posted
) -> list[FeeRow]:
    lines = {line.key: line for line in total.lines}
    unset = {fee.key for fee in total.unset}
    rows, counted = [], set()
    for fee in fees:
        line = lines.get(fee.key)
        row = FeeRow(
            fee.name, line.amount if line else None, line.before if line and line.percent_off else None
        )
        if fee.per != "case" and fee.per not in counted:
            counted.add(fee.per)
            row.count_field, row.count, row.per = f"sl.{fee.per}", str(quantity[fee.per]), PER[fee.per]
        if fee.key in unset or f"muc.{fee.key}" in posted:
            row.amount_field, row.typed = f"muc.{fee.key}", posted.get(f"muc.{fee.key}", "")
        rows.append(row)
    return rows


def _usual(fee: Fee) -> int:
    return 0 if fee.per == "extra_copy" else 1


def _number(typed: str, usual: int, name: str, wrong: list[str], *, most: int = 9_999) -> int:
    typed = typed.strip().replace(".", "").replace(" ", "")
    if not typed:
        return usual
    if typed.isascii() and typed.isdigit() and int(typed) <= most:
        return int(typed)
    wrong.append(_("Số nhập cho “%(name)s” phải là chữ số.") % {"name": name})
    return usual
