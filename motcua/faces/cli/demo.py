"""Dữ liệu mẫu lớn, nạp như một tệp hồ sơ cũ; ngân hàng giả báo có, bưu chính giả báo tin cho bản chạy thử."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from motcua.foundation.gateways.carrier.contract import KINDS

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    seed = parts.add_parser("seed", help="viết tệp hồ sơ của một nơi rồi nạp; nạp lại thì không thêm gì")
    seed.add_argument("name", nargs="?", metavar="TÊN", help="tên dữ liệu, xem --list")
    seed.add_argument("--list", action="store_true", help="các tên có sẵn")
    pay = parts.add_parser("pay", help="đóng vai ngân hàng: báo có đã ký tới văn phòng đang chạy")
    pay.add_argument("code", metavar="MÃ", help="mã hồ sơ, hoặc mã thanh toán in cạnh mã VietQR")
    pay.add_argument(
        "--amount", type=int, help="số tiền, mặc định đúng số còn phải nộp (nộp thiếu, nộp thừa)"
    )
    pay.add_argument("--twice", action="store_true", help="báo hai lần cùng một giao dịch")
    pay.add_argument("--content", help="nội dung chuyển khoản, mặc định là mã thanh toán")
    pay.add_argument("--url", default="", help="địa chỉ văn phòng, mặc định MOTCUA_PUBLIC_URL")

    post = parts.add_parser(
        "post", help="đóng vai bưu chính: báo đã ký về một bưu gửi, bước tiếp theo hoặc bước đã chọn"
    )
    post.add_argument("code", metavar="MÃ", help="mã hồ sơ, hoặc số hiệu bưu gửi")
    post.add_argument("--kind", choices=KINDS, help="điều bưu chính báo; mặc định là bước tiếp theo")
    post.add_argument("--reason", default="", help="lý do phát chưa được, chuyển hoàn, thất lạc")
    post.add_argument("--receiver", default="", help="người đã nhận, mặc định là người ghi trên phiếu gửi")
    post.add_argument("--relation", default="chính chủ", help="quan hệ với chủ hồ sơ")
    post.add_argument("--twice", action="store_true", help="báo hai lần cùng một sự kiện")
    post.add_argument("--url", default="", help="địa chỉ văn phòng, mặc định MOTCUA_PUBLIC_URL")


def run(args: argparse.Namespace) -> int:
    return {"pay": _pay, "post": _post, "seed": _seed}[args.part](args)


def _post(args: argparse.Namespace) -> int:
    """Tell the running office of a parcel, as the carrier would."""
    import secrets

    from motcua.domain.delivery.models import Parcel
    from motcua.foundation.actions import now
    from motcua.foundation.gateways.carrier.contract import Word
    from motcua.foundation.gateways.carrier.fake import tell as carrier_tells
    from motcua.foundation.gateways.fakes import DEMO_SECRET

    known = Parcel.objects.known_as(args.code.upper()).first() or Parcel.objects.of(args.code.upper()).first()
    if known is None:
        print(
            f"Không có bưu gửi nào của “{args.code[:40]}”. Xem mã ở trang /quay/buu-chinh.", file=sys.stderr
        )
        return 1
    kind = args.kind or ("accepted" if known.state < 3 else "in_transit" if known.state == 3 else "delivered")
    receiver = (args.receiver or known.name) if kind == "delivered" else ""
    word = Word(
        f"demo-{secrets.token_hex(6)}", known.number, kind, now(), "Bưu cục minh họa", args.reason, receiver,
        args.relation if receiver else "",
    )  # fmt: skip
    return _told(
        lambda address: carrier_tells(word, address=address, secret=DEMO_SECRET), args.url, twice=args.twice
    )


def _told(tell: "Callable[[str], tuple[int, dict[str, Any]]]", url: str, *, twice: bool) -> int:
    """Tell the office and print what it answered, once or twice."""
    from django.conf import settings

    address = url or settings.PUBLIC_URL
    try:
        for _ in range(2 if twice else 1):
            status, said = tell(address)
            print(f"{status} {said.get('status', '')} {said.get('sentence', '')}".strip())
    except OSError as problem:
        print(f"Không gọi được {address}: {problem}. Hãy bật bin/demo, hoặc xem lại --url.", file=sys.stderr)
        return 1
    return 0 if status == 200 else 1


def _pay(args: argparse.Namespace) -> int:
    """Tell the running office of a transfer, as the payer's bank would."""
    import secrets

    from django.conf import settings

    from motcua.domain.payments.models import Charge, account_of
    from motcua.foundation.actions import now
    from motcua.foundation.calendar import local
    from motcua.foundation.gateways.bank.contract import Credit, secret_of
    from motcua.foundation.gateways.bank.fake import tell as bank_tells

    at = now()
    charges = list(Charge.objects.of(args.code)) or list(Charge.objects.filter(payment_key=args.code.upper()))
    charge = next((each for each in charges if each.owed), charges[-1] if charges else None)
    account = account_of(charge.unit, local(at).date()) if charge else None
    if charge is None or account is None:
        what = "tài khoản thu" if charge else f"khoản thu nào của “{args.code[:40]}”"
        print(f"Không có {what}. Xin xem mã trên trang nộp tiền.", file=sys.stderr)
        return 1
    credit = Credit(
        bank=account.bank, account=account.number, transaction_id=f"FT{secrets.token_hex(6).upper()}",
        amount=args.amount or charge.owed or charge.total, content=args.content or f"CT {charge.payment_key}", paid_at=at,
    )  # fmt: skip
    secret = secret_of(settings.BANK_KEY, account.bank)

    def tell(address: str) -> tuple[int, dict[str, Any]]:
        answer = bank_tells(credit, address=address, secret=secret)
        return answer.status, answer.said

    return _told(tell, args.url, twice=args.twice)


def _seed(args: argparse.Namespace) -> int:
    from motcua.application.history.files import FileRefused
    from motcua.foundation.actions import Refused
    from motcua.foundation.database.places import DatabaseProblem, office_home

    from .history import tell
    from .phases import Bar, of_the_demo

    try:
        seeds = of_the_demo("demo.seeds")
        known = seeds.names()
        if args.list or args.name not in known:
            return _list(known, args.name, asked=args.list)
        return tell(seeds.plant(args.name, office_home() / "seeds", Bar().show))
    except (FileRefused, DatabaseProblem) as refused:
        print(refused, file=sys.stderr)
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
    return 1


def _list(known: dict[str, str], name: str | None, *, asked: bool) -> int:
    width = max(map(len, known))
    listed = "\n".join(f"{each:<{width}}  {about}" for each, about in known.items())
    if asked:
        print(listed)
        return 0
    said = f"Không có dữ liệu mẫu “{name}”." if name else "Hãy chọn một tên."
    print(f"{said} Các tên có sẵn:\n{listed}", file=sys.stderr)
    return 2
