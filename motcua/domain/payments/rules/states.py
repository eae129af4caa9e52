"""How a charge stands: what was asked, what came, what is still owed by whom, each with a sentence."""

from dataclasses import dataclass, replace
from enum import IntEnum

from motcua.foundation.text import money


class ChargeState(IntEnum):
    """States of a charge; what they are follows from the sums alone (`standing`)."""

    ASKED = 1
    PARTLY_PAID = 2
    PAID = 3
    OVERPAID = 4
    PAID_LATE = 5
    REFUNDED = 6
    LAPSED = 7
    EXEMPT = 8
    RETURN_DUE = 9

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ChargeState.ASKED: "Chờ nộp",
    ChargeState.PARTLY_PAID: "Nộp chưa đủ",
    ChargeState.PAID: "Đã nộp",
    ChargeState.OVERPAID: "Nộp thừa, chờ hoàn",
    ChargeState.PAID_LATE: "Nộp sau khi khép lại, chờ hoàn",
    ChargeState.REFUNDED: "Đã hoàn",
    ChargeState.LAPSED: "Không còn phải nộp",
    ChargeState.EXEMPT: "Được miễn",
    ChargeState.RETURN_DUE: "Chờ hoàn vì hồ sơ kết thúc",
}
OWED = frozenset({ChargeState.ASKED, ChargeState.PARTLY_PAID})
OWED_BACK = frozenset({ChargeState.OVERPAID, ChargeState.PAID_LATE, ChargeState.RETURN_DUE})


class Means:
    """How money came: the words of a receipt's “hình thức thanh toán”."""

    CASH, TRANSFER, CARD = "cash", "transfer", "card"
    LABELS = {CASH: "Tiền mặt", TRANSFER: "Chuyển khoản", CARD: "Thẻ"}


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of one charge in đồng: `kept` is the part of what came that covers it, `released` what of that is not
    owed after all, because what it was for came to nothing."""

    total: int
    received: int = 0
    kept: int = 0
    refunded: int = 0
    lapsed: bool = False
    released: int = 0

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return 0 if self.lapsed else max(0, self.total - self.kept)

    @property
    def owed_back(self) -> int:
        """What the office still has to give back."""
        return max(0, self.received - self.kept + self.released - self.refunded)

    def with_payment(self, amount: int) -> tuple["Sums", int]:
        """The sums after a payment, and how much of it covers the charge: the rest is owed back."""
        covers = min(amount, self.owed)
        after = replace(self, received=self.received + amount, kept=self.kept + covers)
        return after, covers


def standing(sums: Sums) -> ChargeState:
    """The state that follows from the sums."""
    if sums.owed_back and sums.released > sums.refunded:
        return ChargeState.RETURN_DUE
    if sums.owed_back:
        return ChargeState.PAID_LATE if sums.lapsed else ChargeState.OVERPAID
    if sums.lapsed:
        return ChargeState.REFUNDED if sums.refunded else ChargeState.LAPSED
    if sums.total == 0:
        return ChargeState.EXEMPT
    if sums.kept >= sums.total:
        return ChargeState.REFUNDED if sums.refunded else ChargeState.PAID
    return ChargeState.PARTLY_PAID if sums.kept else ChargeState.ASKED


def sentence(sums: Sums) -> str:
    """What whoever pays should know and do, in one sentence."""
    owed, back = money(sums.owed), money(sums.owed_back)
    return {
        ChargeState.ASKED: f"Còn phải nộp {owed}.",
        ChargeState.PARTLY_PAID: f"Đã nhận {money(sums.kept)}, còn thiếu {owed}. Xin nộp thêm phần còn thiếu.",
        ChargeState.PAID: f"Đã nộp đủ {money(sums.total)}.",
        ChargeState.OVERPAID: f"Đã nộp đủ và thừa {back}. Cơ quan sẽ hoàn lại phần thừa; xin liên hệ nơi thu.",
        ChargeState.PAID_LATE: f"Tiền đến khi khoản thu đã khép lại nên không được tính. "
        f"Cơ quan sẽ hoàn lại {back}; xin liên hệ nơi thu.",
        ChargeState.REFUNDED: f"Đã hoàn lại {money(sums.refunded)}.",
        ChargeState.LAPSED: "Khoản thu này đã khép lại, không phải nộp nữa.",
        ChargeState.EXEMPT: "Được miễn, không phải nộp.",
        ChargeState.RETURN_DUE: f"Hồ sơ kết thúc nên cơ quan hoàn lại {back}; xin mang biên lai đến nơi thu.",
    }[standing(sums)]
