"""D3: papers the house has already, used again at the desk; nothing of them is shown before their owner has agreed."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.application.reports.served import added, served
from motcua.domain.cases.actions.processing import attach
from motcua.domain.cases.models import Case, Consent
from motcua.domain.documents.models import Document, File
from motcua.domain.people.models import Account
from motcua.foundation.actions import now
from tests.faces.citizens import signed_in_at
from tests.faces.counter_forms import typed, value_of
from tests.faces.desk_pages import signed_in, words
from tests.faces.test_account_pages import TAM, proved
from tests.handing_in import places
from tests.people import BIRTH, MARRIAGE, Ward
from tests.piles import pile
from tests.stories import Clock, fresh, received

pytestmark = pytest.mark.usefixtures("clock", "places")
__all__ = ["places"]
NUMBER, NAME = "001090012345", "Nguyễn Văn Tâm"
PAPER = "Giấy chứng sinh của bé Na"


def scanned(words: str) -> File:
    return File.put(BytesIO(pile(words)), name="a.pdf", at=now())


@pytest.fixture
def before(ward: Ward) -> Case:
    """Tâm registered a birth before; the paper of the hospital and his declaration were scanned."""
    case = received(ward, BIRTH)
    for paper, name in (("giay-chung-sinh", PAPER), ("to-khai", "Tờ khai cũ")):
        attach(fresh(case), by=ward.minh, file=scanned(paper), name=name, paper=paper)
    return case


@pytest.fixture
def desk(ward: Ward) -> Client:
    return signed_in(ward.minh)


def tam(**more: Any) -> dict[str, Any]:
    """Tâm stands at the counter without the paper of the hospital."""
    said = {"number": NUMBER, "full_name": NAME, "born_on": "12/08/1990", "sex": "Nam"}
    return typed(**{**said, "papers": ["to-khai", "giay-to-tuy-than"], **more})


def agreed(desk: Client, **more: Any) -> tuple[str, str]:
    """The page after the officer said that the person signed, and the consent it carries."""
    page = desk.post("/quay/", tam(act="dong-y", **more))
    return words(page), value_of(page, "dong_y")


def chosen(before: Case) -> str:
    return f"giay-chung-sinh:f{before.files.get(paper='giay-chung-sinh').pk}"


def test_nothing_is_shown_before_the_person_has_agreed(desk: Client, before: Case) -> None:
    page = words(desk.post("/quay/", tam(act="update")))
    assert "Ông/bà có đồng ý cho Bộ phận Một cửa tìm giấy tờ đã có" in page
    assert PAPER not in page and "Giấy tờ trong kho" not in page and not Consent.objects.exists()
    # Nor by guessing what the form would carry.
    page = words(desk.post("/quay/", tam(act="update", dong_y="1", dung=chosen(before))))
    assert PAPER not in page and "Còn thiếu 1" in page


def test_with_consent_only_kinds_that_fit_the_procedure_are_shown(
    desk: Client, ward: Ward, before: Case
) -> None:
    page, consent = agreed(desk)
    assert PAPER in page and "Tờ khai cũ" not in page
    given = Consent.objects.get(pk=consent)
    assert (given.staff_id, given.unit_id, given.identity_number, given.case_id) == (
        ward.minh.pk, ward.desk.pk, NUMBER, None,
    )  # fmt: skip
    assert given.components == ["giay-chung-sinh", "giay-to-cu-tru", "giay-to-tuy-than"]
    assert agreed(desk)[1] == consent  # pressed twice is one consent
    page, _consent = agreed(desk, procedure=MARRIAGE, papers_of=MARRIAGE, variant="")
    assert "Kho không có giấy tờ nào" in page and PAPER not in page


WRONG = [
    {"full_name": "Nguyễn Văn Tam Hai"},  # a number mistyped or lent: name and number do not agree
    {"number": "001090012346"},
    {"number": "", "full_name": NAME},
    {"full_name": ""},
]


@pytest.mark.parametrize("said", WRONG)
def test_a_number_and_a_name_that_do_not_agree_open_nothing(
    desk: Client, before: Case, said: dict[str, str]
) -> None:
    page, _consent = agreed(desk, **said)
    assert PAPER not in page and ("Kho không có" in page or "Xin quét thẻ" in page)


def test_a_chosen_paper_counts_as_handed_in_and_goes_into_the_folder(
    desk: Client, ward: Ward, before: Case
) -> None:
    _page, consent = agreed(desk)
    form = tam(dong_y=consent, dung=chosen(before))
    assert "Đủ giấy tờ bắt buộc" in words(desk.post("/quay/", {**form, "act": "update"}))
    first, again = desk.post("/quay/", form), desk.post("/quay/", form)
    assert first.status_code == 302 and first.url == again.url, words(first)
    case = Case.objects.exclude(pk=before.pk).get()
    kept, given = case.files.get(), Consent.objects.get()
    assert (kept.paper, kept.name, kept.consented_at) == ("giay-chung-sinh", PAPER, given.at)
    assert kept.file_id == before.files.get(paper="giay-chung-sinh").file_id and given.case_id == case.pk
    assert case.events.get().payload["reused"] == [PAPER]
    assert {"key": "giay-chung-sinh", "photos": 1}.items() <= next(
        p for p in case.papers if p["key"] == "giay-chung-sinh"
    ).items()
    rows = served(first=date(2026, 11, 1), last=date(2026, 11, 30), path=ward.city.path)
    assert added(rows.values()).reused == 1  # as one that was filed from home


def test_a_consent_is_for_one_officer_one_person_one_procedure_and_half_an_hour(
    desk: Client, ward: Ward, before: Case, clock: Clock
) -> None:
    _page, consent = agreed(desk)
    file = f"/quay/kho/{consent}/{chosen(before).partition(':')[2]}.pdf"
    assert desk.get(file).status_code == 200
    assert signed_in(ward.hai).get(file).status_code == 404
    other = before.files.get(paper="to-khai")
    assert desk.get(f"/quay/kho/{consent}/f{other.pk}.pdf").status_code == 404
    page = words(signed_in(ward.hai).post("/quay/", tam(act="update", dong_y=consent)))
    assert PAPER not in page
    for more in (
        {"number": "001090012346"},
        {"full_name": "Trần Thị Mai", "number": "001158000077"},
        {"procedure": MARRIAGE, "papers_of": MARRIAGE, "variant": ""},
    ):
        assert PAPER not in words(desk.post("/quay/", tam(act="update", dong_y=consent, **more)))
    assert PAPER in words(desk.post("/quay/", tam(act="update", dong_y=consent)))
    clock.wait(minutes=31)
    assert PAPER not in words(desk.post("/quay/", tam(act="update", dong_y=consent)))
    assert desk.get(file).status_code == 404


def test_who_works_elsewhere_in_the_house_cannot_ask(ward: Ward, before: Case) -> None:
    for staff in (ward.lan, ward.hoa, ward.khoa):
        assert signed_in(staff).post("/quay/", tam(act="dong-y")).status_code == 403
    assert signed_in(ward.quan).post(f"/quay/ho-so/{before.code}/kho", {"act": "dong-y"}).status_code == 404
    assert not Consent.objects.exists()


def test_a_case_that_is_there_gets_the_paper_by_two_presses(desk: Client, ward: Ward, before: Case) -> None:
    case = received(ward, BIRTH)
    page = f"/quay/ho-so/{case.code}/kho"
    assert f'href="{page}"' in desk.get(f"/quay/ho-so/{case.code}").content.decode()
    assert PAPER not in words(desk.get(page))
    opened = desk.post(page, {"act": "dong-y"})
    assert PAPER in words(opened) and Consent.objects.get().case_id == case.pk
    form = {"dong_y": value_of(opened, "dong_y"), "key": value_of(opened, "key"), "act": "dung"}
    assert desk.post(page, form).status_code == 422  # nothing chosen
    form["dung"] = chosen(before)
    assert desk.post(page, form).status_code == 302
    assert desk.post(page, form).status_code in (302, 422)  # the same press again
    kept = fresh(case).files.get()
    assert (kept.name, kept.added_by_id, bool(kept.consented_at)) == (PAPER, ward.minh.pk, True)
    event = fresh(case).events.order_by("-n")[0]
    assert (event.name, event.payload["reused"]) == ("case.paper_reused", [PAPER])


def test_what_was_kept_in_an_account_is_found_by_its_proved_number(desk: Client, ward: Ward) -> None:
    received(ward, BIRTH)  # so that the number is known
    proved(signed_in_at(TAM))
    account = Account.objects.get(email=TAM)
    for name, component, drawn in (
        ("Sổ hộ khẩu", "giay-to-cu-tru", True),
        ("Ảnh vỡ", "giay-to-cu-tru", False),
    ):
        Document.keep(
            account, scanned(name), name=name, source="handed_in", at=now() - timedelta(days=30), component=component,
            thumbnail=scanned(f"{name} nhỏ") if drawn else None,
        )  # fmt: skip
    page, _consent = agreed(desk)
    assert "Sổ hộ khẩu" in page and "Ảnh vỡ" not in page
    Account.objects.filter(pk=account.pk).update(full_name="Người Khác")
    assert "Sổ hộ khẩu" not in agreed(desk)[0]


def test_the_person_reads_that_their_papers_were_looked_up(desk: Client, ward: Ward, before: Case) -> None:
    agreed(desk)
    said = words(proved(signed_in_at(TAM)).get("/tai-khoan/ai-da-xem"))
    assert "Tìm giấy tờ đã có của ông/bà để dùng lại" in said and ward.desk.name in said
    assert ward.minh.full_name not in said
    stranger = proved(signed_in_at("mai@vidu.vn"), "001158000077", "Trần Thị Mai")
    assert "Tìm giấy tờ đã có" not in words(stranger.get("/tai-khoan/ai-da-xem"))


def test_a_consent_is_never_changed_but_for_the_case_it_was_given_for(
    desk: Client, ward: Ward, before: Case
) -> None:
    agreed(desk)
    given = Consent.objects.get()
    given.used_for(before)
    for change in ({"case": None}, {"full_name": "Người Khác"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=given.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        given.delete()
