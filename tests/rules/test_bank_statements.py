"""Statement files of a bank: both shapes, and whatever else a bank or somebody may send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.foundation.gateways.bank.contract import BankRefused
from motcua.foundation.gateways.bank.statement import Line, read_statement
from motcua.foundation.text import fold

BANKS = {"0011001234567": "970436"}
HEAD = "transaction_id,account,amount,content,paid_at\n"


def read(content: str | bytes) -> list[Line]:
    return read_statement(content.encode() if isinstance(content, str) else content, banks=BANKS, fold=fold)


def camt(entries: str, account: str = "0011001234567") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    )


def entry(
    amount: str = "15000",
    *,
    way: str = "CRDT",
    status: str = "<Cd>BOOK</Cd>",
    currency: str = "VND",
    more: str = "",
) -> str:
    details = (
        more
        or "<NtryDtls><TxDtls><Refs><AcctSvcrRef>FT1</AcctSvcrRef></Refs><RmtInf><Ustrd>MC1 nop</Ustrd></RmtInf></TxDtls></NtryDtls>"
    )
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts>{status}</Sts>'
        f"<BookgDt><Dt>2026-11-20</Dt></BookgDt>{details}</Ntry>"
    )


def test_a_camt_053_gives_its_booked_credits_only() -> None:
    lines = read(
        camt(entry() + entry(way="DBIT") + entry(status="<Cd>PDNG</Cd>") + entry("7000.00", status="BOOK"))
    )
    assert [line.credit.amount for line in lines if line.credit] == [15_000, 7_000]
    first = lines[0].credit
    assert first and (first.bank, first.transaction_id, first.content) == ("970436", "FT1", "MC1 nop")
    assert first.paid_at.isoformat() == "2026-11-20T00:00:00+07:00"


def test_a_batch_gives_each_of_its_transactions() -> None:
    each = "".join(
        f"<TxDtls><Refs><TxId>T{n}</TxId></Refs><Amt Ccy='VND'>{n}000</Amt></TxDtls>" for n in (1, 2)
    )
    lines = read(camt(entry("3000", more=f"<NtryDtls>{each}</NtryDtls>")))
    assert [(line.credit.transaction_id, line.credit.amount) for line in lines if line.credit] == [
        ("T1", 1000),
        ("T2", 2000),
    ]
    unsaid = each.replace("<Amt Ccy='VND'>1000</Amt>", "")
    assert (
        "gộp nhiều giao dịch" in read(camt(entry("3000", more=f"<NtryDtls>{unsaid}</NtryDtls>")))[0].problem
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "trống"),
        (b"<a>", "XML bị hỏng"),
        (b"<a/>", "không phải sao kê camt.053"),
        (b"\xff\xfe", "UTF-8"),
        ("tên,tuổi\n", "phải có các cột"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "DOCTYPE"),
        (
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
            "DOCTYPE",
        ),
        (HEAD + '"' + "x" * 200_000, "CSV bị hỏng"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(content: str | bytes, said: str) -> None:
    with pytest.raises(BankRefused, match=said):
        read(content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("amount", ["15000", "15.000", '"15,000"', "15000.00"])
@pytest.mark.parametrize("day", ["20/11/2026 09:30", "2026-11-20 09:30", "20/11/2026 09:30:00"])
def test_a_csv_is_read_as_banks_write_it(delimiter: str, amount: str, day: str) -> None:
    heads = delimiter.join(("Mã giao dịch", "Số tài khoản", "Số tiền", "Nội dung", "Ngày giao dịch"))
    row = delimiter.join(("FT1", "0011001234567", amount, "MC1 nop", day))
    (line,) = read(f"\ufeff{heads}\n{row}\n\n")
    assert line.credit and (line.credit.amount, line.credit.paid_at.isoformat()) == (
        15_000,
        "2026-11-20T09:30:00+07:00",
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("FT1,0011001234567,-5,x,20/11/2026", "Số tiền"),
        ("FT1,0011001234567,1.5,x,20/11/2026", "Số tiền"),
        ("FT1,0011001234567,0,x,20/11/2026", "lớn hơn 0"),
        ("FT1,999,5,x,20/11/2026", "không phải tài khoản thu"),
        ("FT1,0011001234567,5,x,31/02/2026", "Ngày"),
        (",0011001234567,5,x,20/11/2026", "Mã giao dịch"),
        ("FT1", "Số tiền"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_the_others_go_on(row: str, said: str) -> None:
    bad, good = read(f"{HEAD}{row}\nFT2,0011001234567,5,x,20/11/2026\n")
    assert said in bad.problem and bad.credit is None and bad.number == 2
    assert good.credit is not None


@given(st.binary(max_size=300))
def test_no_bytes_at_all_do_more_than_be_refused(content: bytes) -> None:
    try:
        read(content)
    except BankRefused as refused:
        assert str(refused).endswith(".")
