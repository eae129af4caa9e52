"""`motcua bank` and `motcua demo pay` as an administrator and a visitor of the demo type them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from motcua.domain.payments.models import Charge, Payment, account_of
from motcua.faces.cli.main import main
from motcua.foundation.gateways.bank.contract import secret_of
from tests.people import Ward
from tests.stories import received

pytestmark = pytest.mark.django_db


def account(ward: Ward, *more: str) -> int:
    return main([
        "bank", "account", "--unit", ward.ward.code, "--bank", "970436", "--number", "0011 0012 34567", "--holder",
        "UBND PHUONG", "--from", "2026-01-01", *more,
    ])  # fmt: skip


def test_an_account_is_declared_and_the_one_before_ends(ward: Ward, capsys: Any) -> None:
    assert account(ward) == 0
    assert account(ward, "--number", "99", "--from", "2026-06-01") == 0
    found = [account_of(ward.desk, on) for on in (date(2026, 5, 31), date(2026, 6, 1))]
    assert [each.number for each in found if each] == ["0011001234567", "99"]
    assert account_of(ward.other_desk, date(2026, 6, 1)) is None
    assert ward.ward.events.filter(name="money.account_adopted").count() == 2
    assert account(ward) == 1 and "chọn ngày sau đó" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [(("--bank", "97"), "6 chữ số"), (("--number", "12-3"), "chữ số, chữ cái"), (("--holder", " "), "chủ tài khoản"),
     (("--unit", "X"), "Không có đơn vị")],
)  # fmt: skip
def test_an_account_that_cannot_be_one_is_refused(
    ward: Ward, capsys: Any, more: tuple[str, str], said: str
) -> None:
    assert account(ward, *more) == 1
    assert said in capsys.readouterr().err


def test_a_statement_is_shown_and_only_then_taken(
    ward: Ward, clock: Any, tmp_path: Path, capsys: Any
) -> None:
    account(ward)
    received(ward, fee=8_000)
    charge = Charge.objects.get()
    file = tmp_path / "sao-ke.csv"
    file.write_text(
        "transaction_id,account,amount,content,paid_at\n"
        f"FT1,0011001234567,8000,{charge.payment_key},20/11/2026 09:00\n", "utf-8"
    )  # fmt: skip
    assert main(["bank", "import", str(file)]) == 0 and not Payment.objects.exists()
    assert "khớp, ghi mới 1" in capsys.readouterr().out
    assert main(["bank", "import", str(file), "--write"]) == 0 and Payment.objects.count() == 1
    assert main(["bank", "import", str(file), "--write"]) == 0 and Payment.objects.count() == 1
    assert "đã biết 1" in capsys.readouterr().out


def test_a_file_that_is_not_there_or_no_statement_is_said(ward: Ward, tmp_path: Path, capsys: Any) -> None:
    assert main(["bank", "import", str(tmp_path / "không-có")]) == 1
    (tmp_path / "x.xml").write_text("<a/>")
    assert main(["bank", "import", str(tmp_path / "x.xml")]) == 1
    said = capsys.readouterr().err
    assert "Không đọc được" in said and "không phải sao kê camt.053" in said


def test_each_bank_has_a_secret_of_its_own(capsys: Any, settings: Any) -> None:
    main(["bank", "secret", "970436"])
    main(["bank", "secret", "970415"])
    first, second = capsys.readouterr().out.split()
    assert first != second and first == secret_of(settings.BANK_KEY, "970436")


def test_the_fake_bank_says_when_there_is_nothing_to_pay_or_nobody_to_tell(
    ward: Ward, clock: Any, capsys: Any
) -> None:
    assert main(["demo", "pay", "H26.999"]) == 1
    case = received(ward, fee=8_000)
    assert main(["demo", "pay", case.code]) == 1  # no account yet
    account(ward)
    assert main(["demo", "pay", case.code, "--url", "http://127.0.0.1:1"]) == 1
    said = capsys.readouterr().err
    assert "khoản thu nào" in said and "tài khoản thu" in said and "Không gọi được" in said
