"""D6 by post: what to hand over today, what is on its way, what came back, what is lost; one scan field for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motcua.domain.cases.actions import parcels as acts
from motcua.domain.cases.models import Case, Through
from motcua.domain.cases.queries.lookup import case_for_post
from motcua.domain.cases.queries.parcels import (
    ParcelRow,
    find_parcels,
    is_last,
    parcels_at_work,
    served_by,
    to_sign_for,
)
from motcua.domain.cases.rules import FINAL, State
from motcua.domain.delivery.actions import note_move, number
from motcua.domain.delivery.models import Parcel, Told
from motcua.domain.delivery.rules import Direction, ParcelState, may_choose, may_fetch, post_terms_on
from motcua.domain.documents.rules import TT03_2025, PaperError, render_paper
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.text import TextRefused, parse_date

from .papers import pdf
from .parcel_forms import (
    CopyForm,
    DeliveredForm,
    HomeForm,
    LabelForm,
    MistakeForm,
    NumberForm,
    ParcelForm,
    PickupForm,
    ReasonForm,
    WayForm,
    home_first,
)
from .place import ROLES, case_here, desk_ids

POST_ROLES = (*ROLES, "postal")
S = ParcelState
GROUPS: tuple[tuple[str, Any, Callable[[ParcelRow], bool]], ...] = (
    ("mat", gettext_lazy("Thất lạc, phải lập bản thay thế hoặc giúp cấp lại"), lambda row: row.state == S.LOST),
    ("nham", gettext_lazy("Báo giao nhầm, phải hỏi bưu chính"), lambda row: row.state == S.NOT_DELIVERED),
    ("hoan", gettext_lazy("Chuyển hoàn, chờ gọi người nhận"), lambda row: row.state == S.CAME_BACK),
    ("phieu", gettext_lazy("Chờ lập phiếu gửi"), lambda row: row.state == S.ASKED and row.is_out),
    ("lay", gettext_lazy("Chờ báo bưu chính đến lấy giấy tờ"), lambda row: row.state == S.ASKED),
    ("giao", gettext_lazy("Giao cho bưu chính hôm nay"), lambda row: row.state == S.LABELLED and row.is_out),
    ("duong", gettext_lazy("Đang ở bưu chính"), lambda row: row.state in (S.LABELLED, S.HANDED_OVER, S.ON_THE_WAY, S.FAILED)),
)  # fmt: skip


@page_for(Staff, roles=POST_ROLES)
def parcels(request: StaffRequest) -> HttpResponse:
    """The lists, and two fields: one finds a parcel, the other hands over what is scanned."""
    words, problem, status = request.GET.get("q", "").strip()[:80], "", 200
    found: list[Parcel] = []
    if request.method == "POST":
        words = request.POST.get("so", "").strip()[:80]
        try:
            messages.success(request, _hand_over(request, words))
            return redirect("counter:parcels")
        except Refused as refused:
            problem, status = refused.sentence, refused.status
    elif words:
        found = find_parcels(request.staff, words)
        if len(found) == 1:
            return redirect("counter:parcel", found[0].pk)
        problem = "" if found else _("Không có bưu gửi nào như vậy. Xin quét lại nhãn, hoặc gõ mã hồ sơ.")
    rows = parcels_at_work(_units(request))
    shown = {
        "groups": _grouped(rows, desk=_at_desk(request)),
        "found": found,
        "words": words,
        "problem": problem,
        "desk": _at_desk(request),
        "key": uuid4(),
    }
    return render(request, "counter/parcels.html", shown, status=status)


def _grouped(rows: list[ParcelRow], *, desk: bool) -> list[tuple[str, Any, list[ParcelRow]]]:
    """Each parcel in the first group it fits; the post sees what is its own work."""
    found: dict[str, list[ParcelRow]] = {key: [] for key, _words, _fits in GROUPS}
    for row in rows:
        key = next((key for key, _words, fits in GROUPS if fits(row)), "")
        if key:
            found[key].append(row)
    shown = [key for key in found if desk or key in ("giao", "duong")]
    return [(key, words, found[key]) for key, words, _fits in GROUPS if key in shown]


def _hand_over(request: StaffRequest, scanned: str) -> str:
    """Hand the scanned parcel over; the sentence that tells of it."""
    found = [parcel for parcel in find_parcels(request.staff, scanned) if parcel.is_open]
    if len(found) != 1:
        raise Refused(_("Không có bưu gửi nào như vậy chờ giao. Xin quét lại nhãn trên bì."))
    parcel = found[0]
    acts.hand_to_post(
        _case_of(parcel), by=request.staff, key=request.POST.get("key", "")[:60], parcel=parcel.pk
    )
    return _("Bưu chính đã nhận %(number)s, gửi %(name)s.") % {"number": parcel.number, "name": parcel.name}


@dataclass(frozen=True)
class Doing:
    """One thing that may be done with a parcel: its form, and what it is called."""

    words: Any
    form: type[ParcelForm]
    do: Callable[[Case, Parcel, StaffRequest, dict[str, Any]], object]
    main: bool = False


def _case_act(action: Any) -> Callable[..., object]:
    return lambda case, parcel, request, found: action(case, by=request.staff, **found)


def _of_parcel(action: Any) -> Callable[..., object]:
    """An act on this parcel: papers may be on their way here while the result is on its way out."""
    return lambda case, parcel, request, found: action(case, by=request.staff, parcel=parcel.pk, **found)


def _way(case: Case, parcel: Parcel, request: StaffRequest, found: dict[str, Any]) -> None:
    told = Told(found["state"], now(), found["place"], found["reason"])
    note_move(parcel, by=request.staff, key=found["key"], told=told)


def _arrived(case: Case, parcel: Parcel, request: StaffRequest, found: dict[str, Any]) -> None:
    note_move(parcel, by=request.staff, key=found["key"], told=Told(S.DELIVERED, now(), parcel.unit.name))


def _not_arrived(case: Case, parcel: Parcel, request: StaffRequest, found: dict[str, Any]) -> None:
    told = Told(S.NOT_DELIVERED, now(), reason=found["reason"])
    note_move(parcel, by=request.staff, key=found["key"], told=told)


def _number(case: Case, parcel: Parcel, request: StaffRequest, found: dict[str, Any]) -> None:
    number(parcel, by=request.staff, key=found["key"], waybill=found["waybill"])


DOINGS: dict[str, Doing] = {
    "phieu": Doing(gettext_lazy("Lập phiếu gửi"), LabelForm, _case_act(acts.make_label), main=True),
    "giao": Doing(gettext_lazy("Bưu chính đã nhận"), ParcelForm, _of_parcel(acts.hand_to_post), main=True),
    "da-giao": Doing(gettext_lazy("Đã giao tận nhà"), DeliveredForm, _of_parcel(acts.deliver), main=True),
    "den": Doing(gettext_lazy("Giấy tờ đã đến cơ quan"), ParcelForm, _arrived, main=True),
    "thay": Doing(gettext_lazy("Đã lập bản thay thế"), CopyForm, _case_act(acts.make_good), main=True),
    "nham": Doing(gettext_lazy("Đính chính: chưa giao"), MistakeForm, _case_act(acts.correct_delivery)),
    "chua-den": Doing(gettext_lazy("Đính chính: chưa đến cơ quan"), MistakeForm, _not_arrived),
    "lay": Doing(gettext_lazy("Nhờ bưu chính đến lấy"), PickupForm, _case_act(acts.fetch_papers)),
    "dia-chi": Doing(gettext_lazy("Ghi địa chỉ, gửi lại"), HomeForm, _case_act(acts.send_home)),
    "so": Doing(gettext_lazy("Ghi số hiệu của bưu chính"), NumberForm, _number),
    "duong": Doing(gettext_lazy("Ghi đường đi"), WayForm, _way),
    "hoan": Doing(gettext_lazy("Chuyển hoàn"), ReasonForm, _of_parcel(acts.take_back)),
    "mat": Doing(gettext_lazy("Thất lạc"), ReasonForm, _of_parcel(acts.note_loss)),
    "thoi": Doing(gettext_lazy("Thôi gửi, trả tại quầy"), ParcelForm, _case_act(acts.fetch_at_desk)),
}
OUT, IN = Direction.OUT, Direction.IN
OFFERED: dict[tuple[str, int], tuple[str, ...]] = {
    (OUT, S.ASKED): ("phieu", "dia-chi", "thoi"), (IN, S.ASKED): ("phieu", "lay"),
    (OUT, S.LABELLED): ("giao", "so", "thoi"), (IN, S.LABELLED): ("giao", "so"),
    **{(OUT, state): ("da-giao", "duong", "hoan", "mat") for state in (S.HANDED_OVER, S.ON_THE_WAY, S.FAILED, S.NOT_DELIVERED)},
    **{(IN, state): ("den", "duong", "hoan", "mat") for state in (S.HANDED_OVER, S.ON_THE_WAY, S.NOT_DELIVERED)},
    (IN, S.FAILED): ("den", "lay", "duong", "hoan", "mat"), (IN, S.DELIVERED): ("chua-den", "lay"),
    **{(IN, state): ("lay",) for state in (S.CAME_BACK, S.LOST, S.CANCELLED)},
    (OUT, S.CAME_BACK): ("dia-chi", "thoi", "mat"), (OUT, S.LOST): ("thay",),
}  # fmt: skip
OF_THE_POST = ("giao", "da-giao", "duong", "hoan")


@page_for(Staff, roles=POST_ROLES)
def parcel(request: StaffRequest, number: str) -> HttpResponse:
    """One parcel: where to, its way, what is done next."""
    found = _parcel(request, number)
    case = _looked_at(request, found, Through.COUNTER)
    doing = request.POST.get("viec", "") if request.method == "POST" else ""
    forms, status = _forms(request, case, found, doing), 200
    if request.method == "POST":
        if doing not in forms:
            raise Refused(_("Bưu gửi vừa được cập nhật ở nơi khác. Xin tải lại trang rồi chọn việc cần làm."))
        form, status = forms[doing], 422
        if form.is_valid():
            try:
                DOINGS[doing].do(case, found, request, _given(doing, form))
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("Đã ghi: %(what)s.") % {"what": DOINGS[doing].words})
                return redirect("counter:parcels" if not _at_desk(request) else _next(case, found))
    shown = {
        "parcel": found,
        "case": case if _at_desk(request) else None,
        "moves": found.moves.order_by("-at", "-id"),
        "doings": [(key, DOINGS[key], form) for key, form in forms.items()],
        "form": forms.get(doing),
        "at_desk": found.state == S.CAME_BACK and case.state == State.FINISHED,
    }
    return render(request, "counter/parcel.html", shown, status=status)


def _next(case: Case, done: Parcel) -> str:
    """The page of the parcel that counts now: the same, or the new try."""
    last = Parcel.objects.of(case.code, done.direction).first() or done
    return f"/quay/buu-chinh/{last.pk}"


def _given(doing: str, form: ParcelForm) -> dict[str, Any]:
    """What the act is called with; what was left empty is left out."""
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "") or name in ("place", "reason")}  # fmt: skip


def _forms(request: StaffRequest, case: Case, found: Parcel, doing: str) -> dict[str, ParcelForm]:
    """The forms of what may be done now, the one that was sent bound."""
    keys = OFFERED.get((found.direction, found.state), ())
    if not is_last(found):
        return {}
    if case.state in FINAL:
        mistaken = acts.correct_delivery.permits(request.staff, case) and acts.given_by_post(case, now())
        keys = ("nham",) if mistaken and found.direction == OUT else ()
    elif found.direction == OUT and case.state != State.FINISHED:
        keys = tuple(key for key in keys if key in ("dia-chi", "thoi"))
    if not acts.fetch_papers.permits(request.staff, case):
        keys = tuple(key for key in keys if key != "lay")
    if not _at_desk(request):
        keys = tuple(key for key in keys if key in OF_THE_POST)
    first = {"expected": case.version, "key": str(uuid4()), "state": "4", **home_first(found)}
    return {
        key: DOINGS[key].form(request.POST if doing == key else None, initial=first, prefix=key)
        for key in keys
    }


@require_safe
@page_for(Staff, roles=POST_ROLES)
def parcel_label(request: StaffRequest, number: str) -> HttpResponse:
    """The label, A6: stuck on the envelope, or brought along by whoever fetches papers."""
    found = _parcel(request, number)
    if found.state == S.ASKED:
        raise Refused(_("Bưu gửi này chưa lập phiếu gửi."))
    _looked_at(request, found, Through.PAPER)
    unit = found.unit
    facts = {
        "agency": unit.name, "on": local(found.changed_at).date(), "waybill": found.number,
        "service": found.direction_label, "agency_address": unit.address, "agency_phone": unit.hotline,
        "name": found.name, "address": found.address, "phone": found.phone, "from_home": found.direction == IN,
        "reference": found.reference, "grams": found.grams, "fee": found.fee, "payer": found.payer_label,
    }  # fmt: skip
    return _paper("parcel_label", facts, f"phieu-gui-{found.own_number}.pdf")


@require_safe
@page_for(Staff, roles=POST_ROLES)
def hand_over_list(request: StaffRequest) -> HttpResponse:
    """Phiếu bàn giao kết quả: what the post takes today, or has taken on another day (`ngay`), as PDF."""
    today, typed = local(now()).date(), request.GET.get("ngay", "").strip()
    try:
        on = parse_date(typed, today) if typed else today
    except TextRefused as problem:
        raise Refused(str(problem)) from problem
    rows = to_sign_for(_units(request), on=on, today=on == today)
    if not rows:
        raise Refused(_("Ngày này không có kết quả nào giao cho bưu chính."))
    unit = Unit.objects.select_related("parent").get(pk=_units(request)[0])
    facts = {
        "agency": unit.name, "place": unit.dated_at, "on": on,
        "from_unit": unit.name, "from_officer": request.staff.full_name if _at_desk(request) else None,
        "to_unit": "Bưu chính công ích", "to_officer": None if _at_desk(request) else request.staff.full_name,
        "rows": [
            {
                "case_code": row.code, "procedure_name": row.procedure, "applicant_name": row.applicant,
                "result": f"{row.result or 'Kết quả'}; bưu gửi {row.number}", "address": f"{row.name}, {row.address}",
                "fee_due": row.owes, "by_post": True,
            }
            for row in rows
        ],
    }  # fmt: skip
    return _paper("results_handover", facts, f"ban-giao-ket-qua-{on:%Y%m%d}.pdf")


def _paper(form: str, facts: dict[str, Any], name: str) -> HttpResponse:
    try:
        return pdf(render_paper(form, form_set=TT03_2025, facts=facts), name)
    except PaperError as problem:
        raise Refused(str(problem)) from problem


def _at_desk(request: StaffRequest) -> bool:
    """Staff of a desk see the cases too; the post sees parcels only, never what is in them."""
    return request.staff.has_role(*ROLES)


def _units(request: StaffRequest) -> list[int]:
    units = desk_ids(request) if _at_desk(request) else served_by(request.staff)
    if not units:
        raise Refused(_("Điểm bưu điện của Ông/Bà chưa được gắn với Bộ phận Một cửa nào."))
    return units


def _parcel(request: StaffRequest, number: str) -> Parcel:
    found = Parcel.objects.visible_to(request.staff).select_related("unit").filter(pk=int(number)).first()
    if found is None:
        raise Http404
    return found


def _looked_at(request: StaffRequest, found: Parcel, through: Through) -> Case:
    """The case of a parcel somebody looks at: whoever does is on record, for the post as for the desk."""
    if _at_desk(request):
        return case_here(request, found.reference, through)
    return case_for_post(request.staff, found, at=now())


def _case_of(found: Parcel) -> Case:
    case: Case = Case.objects.whole().get(code=found.reference)
    return case


@page_for(Staff, roles=ROLES)
def order(request: StaffRequest, code: str) -> HttpResponse:
    """Order the post for somebody: the result brought home, or papers fetched there (`lay`)."""
    case = case_here(request, code)
    fetching = "lay" in request.GET
    act = acts.fetch_papers if fetching else acts.send_home
    last = Parcel.objects.of(case.code, IN if fetching else OUT).first()
    can = (may_fetch if fetching else may_choose)(last.state if last else None)
    if not (can and act.permits(request.staff, case)):
        raise Refused(
            _("Lúc này không đăng ký bưu chính cho hồ sơ này được. Xin xem bưu gửi đã có của hồ sơ.")
        )
    first = {"expected": case.version, "key": str(uuid4()), **(home_first(last) if last else _home_of(case))}
    form, status = (PickupForm if fetching else HomeForm)(request.POST or None, initial=first), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(case, by=request.staff, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("Đã ghi: %(what)s.") % {"what": _(act.label)})
                return redirect("counter:case", case.code)
    shown = {"case": case, "form": form, "title": _(act.label)}
    return render(request, "counter/order_post.html", shown, status=status)


def _home_of(case: Case) -> dict[str, Any]:
    """The applicant's own home, as stated; who pays as usual."""
    payer = post_terms_on(local(now()).date()).payer
    return {
        "receiver": case.applicant_name, "phone": case.phone, "address": case.address, "payer": payer,
    }  # fmt: skip


def orders_for(request: StaffRequest, case: Case) -> list[tuple[str, str]]:
    """What can be ordered of the post for a case now: (label, query)."""
    found = []
    for act, direction, may, query in (
        (acts.send_home, OUT, may_choose, ""),
        (acts.fetch_papers, IN, may_fetch, "?lay"),
    ):
        last = Parcel.objects.of(case.code, direction).first()
        if act.permits(request.staff, case) and may(last.state if last else None):
            found.append((_(act.label), query))
    return found
