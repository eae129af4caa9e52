"""Money of a case that ends without a result: nothing more is asked, and what was paid is given back or told why not."""

import pytest

from motcua.domain.cases.actions.deciding import stop
from motcua.domain.cases.actions.intake import Enclosed, receive, refuse, refuse_at_desk, register
from motcua.domain.cases.actions.money import refund, take_fee
from motcua.domain.cases.actions.processing import hand_over
from motcua.domain.cases.actions.returning import withdraw
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import Channel, MoneyState
from motcua.domain.payments.models import Charge, Receipt
from motcua.domain.payments.queries import day_sheet
from motcua.domain.payments.rules import ChargeLine, ChargeState
from motcua.domain.people.actor import Citizen
from motcua.foundation.actions import Refused
from tests.actions.test_money import charge_of, office, tell
from tests.people import Ward, filing
from tests.stories import BASIS, Clock, fresh, last_event, moment, scanned

pytestmark = pytest.mark.django_db
__all__ = ["office"]

LINES = (
    ChargeLine("Lệ phí hộ tịch", 15_000, 15_000, kind="le_phi"),
    ChargeLine("Phí thẩm định", 20_000, 20_000, kind="phi"),
)


def paying(ward: Ward, *, online: bool = False) -> Case:
    """A case that owes a lệ phí and a phí, received or not yet."""
    filed = filing(fee=35_000, charges=LINES, channel=Channel.ONLINE if online else Channel.DIRECT)
    opened: Case = (
        register(ward.desk, by=Citizen(), filing=filed)
        if online
        else receive(ward.desk, by=ward.minh, filing=filed)
    )
    return opened


ENDS: list[tuple[str, bool, int]] = [  # how it ends, whether before reception, what of 35.000 is given back
    ("not_accepted", True, 35_000), ("withdrawn", True, 35_000), ("withdrawn", False, 15_000), ("stopped", False, 15_000),
]  # fmt: skip


def ended(ward: Ward, case: Case, how: str) -> Case:
    case = fresh(case)
    if how == "not_accepted":
        return refuse(case, by=ward.minh, reason="Sai thẩm quyền", legal_basis=BASIS)  # type: ignore[no-any-return]
    if how == "withdrawn":
        return withdraw(case, by=ward.minh, reason="Đổi ý", proof=case.pin)  # type: ignore[no-any-return]
    hand_over(case, by=ward.minh)
    return stop(fresh(case), by=ward.hoa, reason="Không đủ điều kiện", legal_basis=BASIS)  # type: ignore[no-any-return]


@pytest.mark.parametrize(("how", "before", "back"), ENDS)
def test_a_fee_that_was_paid_is_given_back_as_its_rule_says_and_the_receipt_stays(
    office: Ward, clock: Clock, how: str, before: bool, back: int
) -> None:
    case = paying(office, online=before)
    take_fee(fresh(case), by=office.minh, amount=35_000)
    receipt = Receipt.objects.get()
    case = ended(office, case, how)
    charge = charge_of(case)
    assert (charge.state, charge.owed_back, charge.kept) == (ChargeState.RETURN_DUE, back, 35_000)
    assert last_event(case).payload["fee_to_return"] == back and "chưa đối chiếu" in charge.sentence
    assert Receipt.objects.get() == receipt and not receipt.is_replaced
    with pytest.raises(Refused, match="Chỉ hoàn được"):
        refund(
            case,
            by=office.khoa,
            payment_key=charge.payment_key,
            amount=back + 1,
            reason="Rút",
            voucher="PC 1",
        )
    refund(case, by=office.khoa, payment_key=charge.payment_key, amount=back, reason="Rút", voucher="PC 1")
    charge.refresh_from_db()
    sheet = day_sheet(office.desk.path, moment(20).date())
    assert (charge.state, charge.owed_back, sheet.refunded, sheet.difference) == (
        ChargeState.REFUNDED,
        0,
        back,
        0,
    )


@pytest.mark.parametrize(("how", "before", "back"), ENDS)
def test_a_fee_that_was_not_paid_is_asked_for_no_more(
    office: Ward, how: str, before: bool, back: int
) -> None:
    case = ended(office, paying(office, online=before), how)
    assert (charge_of(case).state, case.money_state) == (ChargeState.LAPSED, MoneyState.NONE)
    assert last_event(case).payload["fee_lapsed"] == 35_000
    assert tell(charge_of(case), 35_000) == "paid_late"
    assert charge_of(case).owed_back == 35_000  # all of what comes now


def test_what_was_paid_in_part_lapses_and_is_given_back(office: Ward) -> None:
    case = paying(office, online=True)
    take_fee(fresh(case), by=office.minh, amount=5_000)
    charge = charge_of(ended(office, case, "withdrawn"))
    assert (charge.owed, charge.owed_back, charge.state) == (0, 5_000, ChargeState.RETURN_DUE)


def test_whoever_is_refused_at_the_desk_is_asked_for_nothing_and_leaves_nothing(office: Ward) -> None:
    paper = Enclosed(file=scanned(), paper="giay-chung-sinh", name="Từ kho", consented_at=moment(20))
    filed = filing(fee=35_000, charges=LINES, files=(paper,))
    case = refuse_at_desk(office.desk, by=office.minh, filing=filed, reason="Sai nơi", legal_basis=BASIS)
    assert (case.fee, case.money_state, Charge.objects.count()) == (0, MoneyState.NONE, 0)
    assert not case.files.exists()
