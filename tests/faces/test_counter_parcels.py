"""D6 by post without a browser: lists, scans, labels, what the post sees of it, and that nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from motcua.domain.cases.actions import parcels as acts
from motcua.domain.cases.actions.intake import register
from motcua.domain.cases.models import Follower, How, Reading
from motcua.domain.cases.queries.mine import looks_of, purpose_of
from motcua.domain.cases.rules import Channel, State
from motcua.domain.delivery.models import Home, Parcel
from motcua.domain.delivery.rules import Direction, ParcelState
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account
from tests import parcels
from tests.faces.counter_forms import signed_in, words
from tests.faces.desk_pages import form_of
from tests.parcels import again, parcel_of, post_worker
from tests.people import Ward, filing
from tests.rules.paper_reading import codes, unspaced
from tests.rules.paper_reading import words as printed
from tests.stories import Clock

pytestmark = pytest.mark.django_db
S = ParcelState
PAGE = "/quay/buu-chinh"


@pytest.fixture
def desk(client: Client, ward: Ward, clock: Any) -> Client:
    return signed_in(client, ward.minh)


@pytest.fixture
def post(ward: Ward, clock: Any) -> Client:
    return signed_in(Client(), post_worker(ward))


def page_of(parcel: Parcel) -> str:
    return f"{PAGE}/{parcel.pk}"


def press(browser: Client, parcel: Parcel, doing: str, **typed: str) -> Any:
    """Send the form of a parcel's page that does this, as it stands there and with what is typed."""
    answer = browser.get(page_of(parcel))
    form = next(form for form in forms_of(answer) if form.get("viec") == doing)
    return browser.post(
        page_of(parcel), {**form, **{f"{doing}-{name}": value for name, value in typed.items()}}
    )


def forms_of(answer: Any) -> list[dict[str, str]]:
    """What each form of the page would send."""
    page = html.fromstring(answer.content.decode())
    return [{name: value or "" for name, value in form.form_values()} for form in page.forms]


def test_every_parcel_stands_in_the_list_of_what_is_to_be_done(desk: Client, ward: Ward) -> None:
    for bring in parcels.PLACES.values():
        bring(ward)
    page = desk.get(PAGE).content.decode()
    counts = {key: page.count(f'id="nhom-{key}"') for key in ("mat", "hoan", "phieu", "lay", "giao", "duong")}
    assert set(counts.values()) == {1}
    for heading in ("Thất lạc, phải lập bản thay thế hoặc giúp cấp lại (1)", "Chuyển hoàn, chờ gọi người nhận (1)",
                    "Chờ lập phiếu gửi (2)", "Giao cho bưu chính hôm nay (1)", "Đang ở bưu chính (1)"):  # fmt: skip
        assert heading in page, heading


def test_a_parcel_is_labelled_handed_over_by_a_scan_and_delivered(
    desk: Client, ward: Ward, clock: Clock
) -> None:
    case = parcels.asked(ward)
    parcel = parcel_of(case)
    assert press(desk, parcel, "phieu", waybill="EK123456785VN", grams="250").status_code == 302
    label = desk.get(f"{page_of(parcel)}/phieu-gui.pdf")
    assert codes(label.content)["Code 128"][0] == "EK123456785VN"
    assert unspaced("Trần Thị Mai") in unspaced(printed(label.content)) and "26.500" in printed(label.content)
    answer = desk.post(PAGE, {"so": " ek123456785vn", "key": "k1"}, follow=True)
    assert "Bưu chính đã nhận EK123456785VN, gửi Trần Thị Mai" in words(answer)
    listed = desk.get(f"{PAGE}/ban-giao.pdf")
    assert unspaced("EK123456785VN") in unspaced(printed(listed.content)) and case.code[-4:] in printed(
        listed.content
    )
    clock.wait(days=3)
    assert desk.get(f"{PAGE}/ban-giao.pdf").status_code == 422
    assert desk.get(f"{PAGE}/ban-giao.pdf?ngay=20/11/2026").status_code == 200
    assert press(desk, parcel, "da-giao", receiver_name="Trần Văn Tư", relation="con").status_code == 302
    assert (again(case).state, parcel_of(case).receiver) == (State.RETURNED, "Trần Văn Tư")
    assert "không còn việc gì" in words(desk.get(page_of(parcel)))


def test_the_post_confirms_what_it_takes_and_sees_no_case(post: Client, ward: Ward) -> None:
    case = parcels.labelled(ward)
    parcel = parcel_of(case)
    page = post.get(PAGE)
    assert parcel.number in words(page) and case.procedure.short_name not in words(page)
    answer = post.post(PAGE, {"so": parcel.number, "key": "k1"}, follow=True)
    assert "Bưu chính đã nhận" in words(answer)
    move = parcel.moves.get(state=S.HANDED_OVER)
    assert (move.told_by, move.staff) == ("post", post_worker(ward))
    page = post.get(page_of(parcel))
    assert case.procedure.short_name not in words(page) and "/quay/ho-so/" not in page.content.decode()
    assert {form["viec"] for form in forms_of(page) if "viec" in form} == {"da-giao", "duong", "hoan"}
    assert press(post, parcel, "da-giao", receiver_name="Trần Văn Tư", relation="con").status_code == 302
    assert again(case).state == State.RETURNED


def test_the_post_reads_no_address_before_the_parcel_is_its_to_carry(post: Client, ward: Ward) -> None:
    case = parcels.asked(ward)
    parcel = parcel_of(case)
    assert post.get(page_of(parcel)).status_code == 404
    assert "Không có bưu gửi nào như vậy" in words(post.get(f"{PAGE}?q={case.code}"))
    acts.make_label(again(case), by=ward.minh)
    assert parcel.address in words(post.get(page_of(parcel)))
    acts.fetch_at_desk(again(case), by=ward.minh)
    assert post.get(page_of(parcel)).status_code == 404


def test_whoever_looks_at_a_parcel_stands_in_the_record_of_its_case(
    desk: Client, post: Client, ward: Ward
) -> None:
    case = parcels.labelled(ward)
    Follower.objects.note(case, Account.objects.new_citizen().pk, how=How.SLIP, at=case.changed_at)
    address = page_of(parcel_of(case))
    assert post.get(address).status_code == post.get(f"{address}/phieu-gui.pdf").status_code == 200
    assert desk.get(f"{address}/phieu-gui.pdf").status_code == 200
    thuy = post_worker(ward)
    unit = thuy.duties[0].unit_id
    looks = Reading.objects.filter(case=case).order_by("pk").values_list("staff", "unit", "through")
    assert list(looks) == [(thuy.pk, unit, "post")] * 2 + [(ward.minh.pk, ward.desk.pk, "paper")]
    [follower] = Follower.objects.all()
    told = looks_of(Citizen(account_id=follower.account_id, level=1), limit=9)
    assert ("Điểm bưu điện – văn hóa An Bình", "Giao, nhận bưu gửi") in {(look.unit, purpose_of(look.through)) for look in told}  # fmt: skip


def test_another_desk_and_its_post_find_nothing(ward: Ward, clock: Any) -> None:
    parcel = parcel_of(parcels.labelled(ward))
    quan = signed_in(Client(), ward.quan)
    assert quan.get(page_of(parcel)).status_code == 404
    assert quan.get(f"{page_of(parcel)}/phieu-gui.pdf").status_code == 404
    assert quan.post(PAGE, {"so": parcel.number, "key": "k"}).status_code == 422
    assert parcel.number not in words(quan.get(PAGE))


def test_what_was_typed_is_still_there_beside_the_sentence(desk: Client, ward: Ward) -> None:
    parcel = parcel_of(parcels.asked(ward))
    answer = press(desk, parcel, "phieu", waybill="EK123456784VN")
    assert answer.status_code == 422 and "sai chữ số kiểm tra" in words(answer)
    assert 'value="EK123456784VN"' in answer.content.decode()
    answer = press(desk, parcel, "dia-chi", address="")
    assert answer.status_code == 422 and Parcel.objects.get().address == parcel.address
    assert desk.post(page_of(parcel), {"viec": "nonsense"}).status_code == 422
    assert desk.post(PAGE, {"so": "", "key": "k"}).status_code == 422


def test_a_scan_or_the_end_of_a_code_opens_the_parcel(desk: Client, ward: Ward) -> None:
    case = parcels.handed(ward)
    parcel = parcel_of(case)
    parcels.handed(ward)
    for typed in (parcel.number, parcel.number.lower(), case.code, case.code[-4:]):
        answer = desk.get(PAGE, {"q": typed})
        assert (answer.status_code, answer.url) == (302, page_of(parcel)), typed
    assert "Không có bưu gửi nào như vậy" in words(desk.get(PAGE, {"q": "khong co"}))


def test_what_came_back_is_with_the_results_to_give_and_what_is_away_is_not(desk: Client, ward: Ward) -> None:
    back, away = parcels.came_back(ward), parcels.handed(ward)
    page = words(desk.get("/quay/tra-ket-qua"))
    assert back.code in page and "Bưu chính: Chuyển hoàn" in page and away.code not in page
    assert "Gọi ba lần không gặp" in words(desk.get(PAGE))
    assert press(desk, parcel_of(back), "dia-chi", address="Số 9 ngõ 22").status_code == 302
    assert next((p.n, p.address) for p in Parcel.objects.of(back.code)) == (2, "Số 9 ngõ 22")


def test_a_lost_result_is_a_task_until_a_copy_stands_in_for_it(desk: Client, ward: Ward) -> None:
    case = parcels.lost(ward)
    assert press(desk, parcel_of(case), "thay", instead="Bản sao chứng thực số 15/2026").status_code == 302
    assert (parcel_of(case).n, parcel_of(case).state) == (2, S.ASKED)
    assert "Thất lạc, phải lập bản thay thế hoặc giúp cấp lại (0)" in words(desk.get(PAGE))


def test_the_case_says_where_its_parcel_is_and_asks_the_clerk_for_the_copy(desk: Client, ward: Ward) -> None:
    case = parcels.lost(ward)
    assert parcel_of(case).number in words(desk.get(f"/quay/ho-so/{case.code}"))
    clerk = signed_in(Client(), ward.van)
    page = words(clerk.get(f"/ho-so/{case.code}"))
    assert (
        "Thất lạc" in page
        and "Lập bản thay thế rồi gửi lại" in page
        and "Lập bản thay thế kết quả thất lạc" in page
    )
    address = f"/ho-so/{case.code}/result-copied"
    form = {name: value for name, value in form_of(clerk.get(address)).items() if name != "_action"}
    assert clerk.post(address, {**form, "instead": "Bản chính cấp lại số 3/2026"}).status_code == 302
    assert parcel_of(case).n == 2
    assert address not in clerk.get(f"/ho-so/{case.code}").content.decode()


def test_the_way_is_noted_by_hand_where_the_post_tells_nothing(
    desk: Client, ward: Ward, clock: Clock
) -> None:
    parcel = parcel_of(parcels.handed(ward))
    assert (
        press(desk, parcel, "duong", state="5", place="Bưu cục An Bình", reason="Không gặp").status_code
        == 302
    )
    page = words(desk.get(page_of(parcel)))
    assert "Phát chưa được" in page and "Bưu cục An Bình" in page and "Không gặp" in page


def test_papers_on_their_way_here_are_not_taken_for_the_result_on_its_way_out(
    desk: Client, post: Client, ward: Ward, clock: Clock
) -> None:
    given = filing(channel=Channel.ONLINE, fetch_from=Home("Trần Thị Mai", "0912000123", "Số 8 ngõ 21"))
    case = register(ward.desk, by=ward.minh, filing=given)
    clock.wait(minutes=1)  # asked for later, so it is the newest of the two
    acts.send_home(again(case), by=ward.minh, **parcels.HOME)
    acts.make_label(again(case), by=ward.minh, waybill="EK123456785VN")

    def states() -> list[int]:
        return list(Parcel.objects.of(case.code).order_by("direction").values_list("state", flat=True))

    scan = next(form for form in forms_of(post.get(PAGE)) if "so" in form)
    assert post.post(PAGE, {**scan, "so": "EK123456785VN"}).status_code == 302
    assert states() == [S.HANDED_OVER, S.ASKED]
    fetched = Parcel.objects.of(case.code, Direction.IN)[0]
    assert press(post, fetched, "hoan", reason="Không ai ở nhà").status_code == 302
    assert states() == [S.CAME_BACK, S.ASKED]
