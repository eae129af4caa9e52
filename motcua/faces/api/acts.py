"""One operation for each act on a case, made from its declaration: its parameters, what it is called, who may."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field, create_model

from motcua.domain.cases import actions as declared  # noqa: F401  (declares every action)
from motcua.domain.cases.actions.apologising import MOST_DAYS
from motcua.domain.cases.models import Case, Through
from motcua.domain.cases.queries.lookup import case_for
from motcua.domain.offices.models import Staff
from motcua.foundation.actions import ACTIONS, Action, Refused, now, system

from . import answers
from .answers import CaseOut
from .cases import REFUSALS, IdempotencyKey, no_case, own_key, papers_of, unit_named
from .door import StaffRequest, answer, not_found
from .shapes import MOST_MONEY, Key, Line, Name, PaperSent, Sent, Short, Words

router = Router(tags=["Việc trên hồ sơ (cần token)"])

# How a parameter is sent, by its name or else by its type in the declaration.
BY_NAME: dict[str, tuple[Any, str]] = {
    "to": (Short, "Tên đăng nhập của đồng nghiệp nhận việc."),
    "asked": (bool, "Đã hỏi, và người nhận đồng ý nhận thư."),
    "unit": (Key, "Mã đơn vị được hỏi ý kiến, hoặc được nhắc."),
    "node": (Key, "Bước của quy trình, khi người giữ token đang giữ nhiều bước."),
    "to_node": (Key, "Bước nhận lại hồ sơ."),
    "missing": (
        Annotated[list[Line], Field(max_length=50)],
        "Tên giấy tờ cần bổ sung, đúng như danh mục công khai.",
    ),
    "papers": (Annotated[list[PaperSent], Field(max_length=100)], "Giấy tờ đã nhận."),
    "amount": (Annotated[int, Field(ge=1, le=MOST_MONEY, strict=True)], "Số tiền (đồng)."),
    "hours": (Annotated[int, Field(ge=1, le=240, strict=True)], "Số giờ làm việc để trả lời."),
    "legal_basis": (Annotated[Line, Field(max_length=300)], "Căn cứ pháp lý: điều, khoản, văn bản."),
    "component": (Key, "Mã giấy tờ trong thành phần hồ sơ của thủ tục."),
    "agreed": (bool, "Người nộp đã ký đồng ý cho tìm và dùng lại giấy tờ của mình."),
    "kept": (Key, "Giấy tờ trong kho; bỏ trống: bản mới nhất phù hợp."),
    "receipt": (Short, "Số biên lai hoặc lệnh chuyển tiền."),
    "means": (Key, "Hình thức: cash (tiền mặt) hoặc card (thẻ)."),
    "payment_key": (Key, "Mã thanh toán của khoản thu, in trong nội dung chuyển khoản."),
    "voucher": (Short, "Số phiếu chi hoặc lệnh chuyển tiền hoàn."),
    "exemption": (Key, "Đối tượng miễn, giảm, theo danh mục của thủ tục."),
    "evidence": (
        Annotated[Line, Field(max_length=300)],
        "Giấy tờ chứng minh được miễn, giảm: tên, số, ngày cấp.",
    ),
    "payer_name": (Name, "Tên người nộp tiền ghi trên biên lai."),
    "payer_address": (Annotated[Line, Field(max_length=400)], "Địa chỉ người nộp tiền."),
    "transfer": (
        Annotated[int, Field(ge=1, le=2**53, strict=True)],
        "Khoản chuyển chưa rõ, theo số của nơi thu.",
    ),
    "number": (Key, "Số, ký hiệu của kết quả; bỏ trống: hệ thống cấp số tiếp theo."),
    "decision": (Key, "Kết luận của bước, theo quy trình; thường là approve."),
    "cause": (Line, "Nguyên nhân, đúng như danh mục trong library/limits.toml."),
    "more_days": (
        Annotated[int, Field(ge=0, le=MOST_DAYS, strict=True)],
        "Số ngày làm việc xin thêm; ngày hẹn mới do hệ thống tính.",
    ),
    "receiver": (Name, "Họ và tên người nhận bưu gửi."),
    "phone": (Key, "Số điện thoại để bưu tá gọi trước khi đến."),
    "address": (Annotated[Line, Field(max_length=400)], "Địa chỉ: số nhà, đường, thôn, xã, phường, tỉnh."),
    "payer": (Key, "Người trả cước: receiver (người dân) hoặc province (tỉnh); bỏ trống: theo bảng cước."),
    "waybill": (Key, "Số hiệu bưu gửi trên nhãn của bưu chính; bỏ trống: bưu chính cấp sau."),
    "grams": (Annotated[int, Field(ge=1, le=50_000, strict=True)], "Khối lượng, gam."),
    "instead": (Line, "Bản thay thế: bản sao chứng thực hoặc bản chính cấp lại, số, ngày."),
    "proof": (Line, "Mã tra cứu 6 số trên giấy hẹn, hoặc “Đơn …” kèm số, ngày của đơn xin rút."),
}
BY_TYPE: dict[Any, Any] = {str: Words, bool: bool}
# Not sent through the API: files go in through the desk, the post's own words by its call-back.
LEFT_OUT = frozenset({"file", "files", "parcel", "told"})


def acts() -> list[Action]:
    """The acts people do to a case that exists."""
    return [
        act
        for name, act in ACTIONS.items()
        if name.startswith("case.")
        and not act.opens
        and tuple(act.who) != (system,)
        and not _needs_left_out(act)
    ]


def _needs_left_out(action: Action) -> bool:
    return any(p.default is p.empty for n, p in action.parameters.items() if n in LEFT_OUT)


def slug_of(action: Action) -> str:
    return action.name.removeprefix("case.").replace("_", "-")


def shape_of(action: Action) -> type[Sent]:
    """The shape of what is sent for an act: its declared parameters and the version the sender last saw."""
    fields: dict[str, Any] = {
        "expected": (
            Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)] | None,
            Field(
                None,
                description="Phiên bản hồ sơ (`version`) lúc người gửi đọc; khác thì từ chối với mã stale.",
            ),
        )
    }
    for name, parameter in action.parameters.items():
        if name in LEFT_OUT:
            continue
        kind, words = BY_NAME.get(name) or (BY_TYPE.get(parameter.annotation, Words), "")
        if parameter.default is inspect.Parameter.empty:
            fields[name] = (kind, Field(..., description=words))
        else:
            fields[name] = (kind | None, Field(None, description=words))
    title = "".join(part.capitalize() for part in slug_of(action).split("-"))
    return create_model(f"Act{title}", __base__=Sent, **fields)


def given_to(sent: Sent, case: Case, by: Staff) -> dict[str, Any]:
    """The keyword arguments of the action; people, units and papers looked up by what names them."""
    found = {name: value for name, value in sent if value is not None and name != "expected"}
    if "to" in found:
        found["to"] = _colleague(found["to"])
    if "unit" in found:
        found["unit"] = unit_named(found["unit"], by)
    if "papers" in found:
        found["papers"] = papers_of(found["papers"], case.terms, case.variant)
    return found


def _colleague(login: str) -> Staff:
    staff = Staff.objects.filter(account__login=login.lower(), is_active=True).first()
    if staff is None:
        raise Refused(f"Không có cán bộ nào đang làm việc với tên đăng nhập “{login}”.")
    return staff


def _operation(action: Action) -> Callable[..., HttpResponse]:
    shape = shape_of(action)
    needed = any(p.default is p.empty for n, p in action.parameters.items() if n not in LEFT_OUT)

    def do(request: StaffRequest, code: Key, sent: Any, key: str | None = None) -> HttpResponse:
        case = case_for(request.auth, code, through=Through.API, at=now())
        if case is None:
            return not_found(no_case(code))
        sent = sent or shape()
        done = action(
            case, by=request.auth, key=own_key(request.auth, key), expected=sent.expected,
            **given_to(sent, case, request.auth),
        )  # fmt: skip
        return answer(answers.case_answer(done, at=now()))

    do.__annotations__["sent"] = shape if needed else shape | None
    do.__annotations__["key"] = IdempotencyKey
    if not needed:
        do.__defaults__ = (None, None)
    do.__name__ = slug_of(action).replace("-", "_")
    return do


def _words(action: Action) -> str:
    who = "; ".join((guard.__doc__ or "").strip().rstrip(".") for guard in action.who)
    return f"{action.doc}\n\nNgười được làm: {who}."


for _action in acts():
    router.add_api_operation(
        f"/cases/{{code}}/acts/{slug_of(_action)}",
        ["POST"],
        _operation(_action),
        response={200: CaseOut, **REFUSALS},
        summary=_action.label,
        description=_words(_action),
    )
