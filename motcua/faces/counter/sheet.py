"""What follows from the chosen procedure: papers to tick, fees to collect, the day that would be promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.application.filing.queries import Offer, offer, papers_asked
from motcua.domain.cases.rules import Channel, Paper
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import terms_of
from motcua.domain.catalogue.rules import (
    Component,
    Effective,
    Exemption,
    Fee,
    FeeTotal,
    Variant,
    allowed_words,
    fee_total,
    for_variant,
    usual_variant,
)
from motcua.domain.catalogue.rules.words import PER, PER_EN
from motcua.domain.offices.models import Unit
from motcua.foundation import calendar as working

DESK_CHANNELS = (Channel.DIRECT, Channel.POSTAL)
MOST = 99
Posted = Mapping[str, str]
NOTHING = FeeTotal(0, (), ())


@dataclass
class PaperRow:
    """One paper of the list: what is asked, whether it is here, how many of each kind."""

    component: Component
    here: bool
    originals: str
    certified: str
    photos: str
    wrong: str = ""
    reused: bool = field(default=False, kw_only=True)  # one that the house has already

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
        if self.reused:
            return Paper(self.key, self.component.name, photos=1)
        if not self.here:
            return None
        numbers = [typed.strip() or "0" for typed in (self.originals, self.certified, self.photos)]
        if not all(n.isascii() and n.isdigit() and len(n) < 9 and int(n) <= MOST for n in numbers):
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
    """One charge on the screen; `counts` are (field, value, unit) to be typed, `amount_field` the province's amount."""

    name: str
    amount: int | None = None
    counts: list[tuple[str, str, str]] = field(default_factory=list)
    amount_field: str = ""
    typed: str = ""


@dataclass
class Sheet:
    """The part of the reception form that depends on the procedure, as filled in so far."""

    unit: Unit
    at: datetime
    edition: UUID | None
    terms: ProcedureVersion
    case_type: Effective
    papers: list[PaperRow]
    fees: FeeTotal
    fee_rows: list[FeeRow]
    exemptions: list[Exemption]
    exemption: str = ""
    wrong: list[str] = field(default_factory=list)

    @cached_property
    def offer(self) -> Offer:
        """Where it would go and when it would be owed; asked of the database only when it is shown."""
        return offer(self.unit, self.terms, self.case_type.variant, at=self.at, edition=self.edition)

    @property
    def variants(self) -> tuple[Variant, ...]:
        return self.terms.facts.variants

    @property
    def optional(self) -> list[PaperRow]:
        """Papers needed in some cases only."""
        return [row for row in self.papers if not row.component.required]

    @property
    def optional_here(self) -> bool:
        return any(row.here or row.reused or row.wrong for row in self.optional)

    @property
    def allowed(self) -> str:
        """How long it takes by the published terms, in words."""
        return allowed_words(self.case_type.allowed, get_language() or "vi")

    @property
    def reckoning(self) -> str:
        """How the promised day was counted, in words."""
        return self.offer.owed.reckoning(get_language() or "vi")

    @property
    def missing(self) -> list[str]:
        """Names of the compulsory papers that are not ticked."""
        return [
            row.component.name
            for row in self.papers
            if row.component.required and not (row.here or row.reused)
        ]

    def taken(self) -> tuple[Paper, ...]:
        """The papers handed in; what is wrong with their numbers goes to `wrong`."""
        found = [row.paper() for row in self.papers]
        self.wrong += [row.wrong for row in self.papers if row.wrong]
        return tuple(paper for paper in found if paper)


def sheet_for(
    unit: Unit, posted: Posted, ticks: Sequence[str], *, at: datetime, edition: UUID | None = None
) -> Sheet | None:
    """The sheet of the procedure named in the form, or None when none is; unknown choices fall back to the usual.

    Ticks and amounts count only where they were made for the same procedure (`papers_of`).
    """
    code = posted.get("procedure", "").strip()
    terms = terms_of(code, on=working.local(at).date(), edition=edition) if code else None
    if terms is None:
        return None
    same = posted.get("papers_of") == code
    known = [variant.key for variant in terms.facts.variants]
    variant = posted.get("variant", "") if same else ""
    variant = variant if variant in known else usual_variant(terms.facts)
    case_type = for_variant(terms.facts, variant)
    channel = channel_of(posted)
    asked = papers_asked(case_type, channel)
    papers = [_row(paper, posted if same else {}, ticks if same else ()) for paper in asked]
    return _with_fees(
        Sheet(unit, at, edition, terms, case_type, papers, NOTHING, [], []), channel, posted if same else {}
    )


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


def _with_fees(sheet: Sheet, channel: int, posted: Posted) -> Sheet:
    """Reckon the charges: what is counted, what the province sets, the best reduction shown."""
    fees, wrong = sheet.case_type.fees, sheet.wrong
    sheet.exemptions = list({each.key: each for fee in fees for each in fee.exemptions}.values())
    exemption = posted.get("mien", "")
    sheet.exemption = exemption if exemption in {each.key for each in sheet.exemptions} else ""
    quantity = {
        unit: _number(posted.get(f"sl.{unit}", ""), _usual(unit), fee.name, wrong)
        for fee in fees
        for unit in _counted(fee)
    }
    local = {
        fee.key: _number(typed, 0, fee.name, wrong, most=10**10)
        for fee in fees
        if (typed := posted.get(f"muc.{fee.key}", "").strip())
    }
    shown = [sheet.exemption] if sheet.exemption else []
    name = Channel(channel).name.lower()
    sheet.fees = fee_total(
        sheet.terms.facts, sheet.case_type.variant, shown, quantity, channel=name, local=local
    )
    sheet.fee_rows = _fee_rows(fees, sheet.fees, quantity, posted)
    return sheet


def _fee_rows(
    fees: Sequence[Fee], total: FeeTotal, quantity: Mapping[str, int], posted: Posted
) -> list[FeeRow]:
    lines = {line.key: line for line in total.lines}
    unset = {fee.key for fee in total.unset}
    per = PER_EN if get_language() == "en" else PER
    rows: list[FeeRow] = []
    asked: set[str] = set()
    for fee in fees:
        line = lines.get(fee.key)
        row = FeeRow(fee.name, line.amount if line else None)
        for unit in _counted(fee):
            if unit not in asked:
                asked.add(unit)
                row.counts.append((f"sl.{unit}", str(quantity[unit]), per[unit]))
        if fee.key in unset or f"muc.{fee.key}" in posted:
            row.amount_field, row.typed = f"muc.{fee.key}", posted.get(f"muc.{fee.key}", "")
        rows.append(row)
    return rows


def _counted(fee: Fee) -> tuple[str, ...]:
    """The units whose number is asked for: pages are charged for each copy made of them."""
    return {"case": (), "page": ("page", "copy")}.get(fee.per, (fee.per,))


def _usual(unit: str) -> int:
    return 0 if unit == "extra_copy" else 1


def _number(typed: str, usual: int, name: str, wrong: list[str], *, most: int = 9_999) -> int:
    typed = typed.strip().replace(".", "").replace(" ", "")
    if not typed:
        return usual
    if typed.isascii() and typed.isdigit() and len(typed) < 19 and int(typed) <= most:
        return int(typed)
    wrong.append(_("Số nhập cho “%(name)s” phải là chữ số.") % {"name": name})
    return usual
