"""Dữ liệu mẫu lớn, nạp như một tệp hồ sơ cũ; và ngân hàng giả báo có cho một hồ sơ của bản chạy thử."""

import argparse
import sys

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


def run(args: argparse.Namespace) -> int:
    return _pay(args) if args.part == "pay" else _seed(args)


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
    address, secret = args.url or settings.PUBLIC_URL, secret_of(settings.BANK_KEY, account.bank)
    try:
        for _ in range(2 if args.twice else 1):
            answer = bank_tells(credit, address=address, secret=secret)
            print(f"{answer.status} {answer.said.get('status', '')} {answer.said.get('sentence', '')}")
    except OSError as problem:
        print(f"Không gọi được {address}: {problem}. Hãy bật bin/demo, hoặc xem lại --url.", file=sys.stderr)
        return 1
    return 0 if answer.status == 200 else 1


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
