"""The papers of each form set and what they need: Thông tư 03/2025/TT-VPCP and Thông tư 01/2018/TT-VPCP."""

from collections.abc import Iterable
from dataclasses import replace

from . import parts
from .fields import Field, Form, PaperError, need

TT03_2025 = "tt03-2025"
TT01_2018 = "tt01-2018"

SLIP = (
    *parts.HEAD,
    parts.DESK,
    parts.CASE_CODE,
    parts.APPLICANT[0],
    Field("submitter_name", "người nộp", note="Bỏ trống thì là chủ hồ sơ."),
    Field("channel", "hình thức nộp", note="Ví dụ “Trực tiếp”, “Trực tuyến”, “Bưu chính công ích”."),
    *parts.APPLICANT[1:],
    Field("identity_number", "số CMND/Thẻ căn cước/Hộ chiếu"),
    parts.PROCEDURE,
    parts.REQUEST,
    parts.COMPONENTS,
    parts.CERTIFICATIONS,
    need("number_of_sets", "số lượng hồ sơ", "count"),
    need("allowed_text", "thời gian giải quyết theo quy định", note="Ví dụ “03 ngày làm việc”."),
    need("received_at", "thời gian nhận hồ sơ", "moment"),
    need("due_at", "thời gian trả kết quả", "moment_or_none"),
    Field("second_received_at", "thời gian nhận hồ sơ giai đoạn 2", "moment"),
    Field("second_due_at", "thời gian trả kết quả giai đoạn 2", "moment"),
    Field("reckoning", "cách tính ngày hẹn", "text"),
    parts.FEES,
    need("receive_result_by", "nơi đăng ký nhận kết quả"),
    Field("register_book", "quyển số"),
    Field("register_number", "số thứ tự"),
    *parts.TRACKING,
    *parts.HELP,
    parts.OFFICER,
)

SUPPLEMENT = (
    *parts.HEAD,
    parts.DESK,
    replace(parts.CASE_CODE, required=False),
    *parts.APPLICANT,
    parts.PROCEDURE,
    parts.REQUEST,
    replace(
        parts.COMPONENTS,
        name="missing",
        label="nội dung cần bổ sung, hoàn thiện",
        note="Ít nhất một dòng, mỗi dòng một giấy tờ; cũng nhận danh sách các dòng chữ.",
        at_least=1,
    ),
    need("reason", "lý do", "text"),
    Field("legal_basis", "căn cứ", "text"),
    Field("round", "lần yêu cầu", "count", note="1 cho lần đầu."),
    Field("stage", "giai đoạn", note="Ví dụ “trước khi tiếp nhận”, “trong quá trình giải quyết”."),
    Field("answer_by", "hạn bổ sung", "day"),
    *parts.HELP,
    parts.OFFICER,
)

REFUSAL = (
    *parts.HEAD,
    parts.DESK,
    replace(parts.CASE_CODE, required=False),
    *parts.APPLICANT,
    parts.PROCEDURE,
    parts.REQUEST,
    need("reason", "lý do", "text"),
    need("legal_basis", "căn cứ", "text"),
    *parts.HELP,
    Field("submitter_name", "người nộp", note="Bỏ trống thì là chủ hồ sơ."),
    parts.OFFICER,
)

APOLOGY = (
    *parts.HEAD,
    parts.CASE_CODE,
    *parts.ADDRESSEE,
    parts.PROCEDURE,
    need("received_at", "ngày tiếp nhận", "moment"),
    Field("old_due_at", "thời gian hẹn trả cũ", "moment"),
    Field("new_due_at", "thời gian hẹn trả mới", "moment", note="Bỏ trống khi xin lỗi mà không hẹn lại."),
    need("cause", "lý do chậm", "text"),
    need("responsible_unit", "cơ quan, đơn vị chịu trách nhiệm"),
    Field("extension_text", "thời gian đề nghị gia hạn", note="Ví dụ “05 ngày làm việc”."),
    parts.HELP[0],
    *parts.LEADER,
)

STOP = (
    *parts.HEAD,
    parts.CASE_CODE,
    *parts.ADDRESSEE,
    parts.PROCEDURE,
    need("received_at", "ngày tiếp nhận", "moment"),
    Field("requested_by", "người hoặc cơ quan đề nghị dừng"),
    need("reason", "lý do dừng", "text"),
    need("legal_basis", "căn cứ", "text"),
    Field("stage", "giai đoạn", note="Bước đang giải quyết khi dừng."),
    Field("decision", "quyết định", "text", note="Số, ngày quyết định, hoặc nội dung quyết định dừng."),
    Field("fees_paid", "phí, lệ phí đã nộp", "money"),
    Field("fees_returned", "phí, lệ phí được trả lại", "money"),
    Field("refund_method", "cách trả lại phí, lệ phí", "text"),
    Field("papers_returned", "giấy tờ trả lại", "lines"),
    *parts.HELP,
    *parts.LEADER,
)

CONTROL = (
    *parts.HEAD,
    parts.CASE_CODE,
    parts.APPLICANT[0],
    parts.PROCEDURE,
    need("received_at", "ngày nhận hồ sơ", "moment"),
    need("due_at", "ngày, giờ hẹn trả kết quả", "moment_or_none"),
    need("resolving_unit", "cơ quan (bộ phận) giải quyết hồ sơ"),
    Field("cooperating_units", "cơ quan phối hợp giải quyết", "lines"),
    need(
        "moves",
        "các lần giao, nhận hồ sơ",
        "rows",
        columns=(
            Field("from_unit", "cơ quan giao"),
            need("unit", "cơ quan nhận"),
            need("given_at", "thời điểm giao, nhận", "moment"),
            Field("given_by", "người giao"),
            Field("received_by", "người nhận"),
            Field("result", "kết quả giải quyết", note="“Trước hạn”, “Đúng hạn” hoặc “Quá hạn”."),
            Field("note", "ghi chú", "text"),
        ),
    ),
)

LEDGER = (
    *parts.HEAD,
    Field("field_name", "lĩnh vực"),
    Field("register_book", "quyển số"),
    Field("period", "kỳ", note="Ví dụ “năm 2026”, “tháng 11 năm 2026”."),
    need(
        "rows",
        "các dòng của sổ",
        "rows",
        columns=(
            need("case_code", "mã hồ sơ"),
            need("procedure_name", "tên thủ tục hành chính", "text"),
            Field("number_of_sets", "số lượng hồ sơ (bộ)", "count"),
            need("applicant_name", "tên cá nhân, tổ chức"),
            Field("address", "địa chỉ", "text"),
            Field("phone", "số điện thoại"),
            Field("resolving_unit", "cơ quan chủ trì giải quyết"),
            need("received_at", "nhận hồ sơ", "moment"),
            Field("due_at", "hẹn trả kết quả", "moment"),
            Field("sent_on", "chuyển hồ sơ đến cơ quan giải quyết", "day"),
            Field("result_received_on", "nhận kết quả từ cơ quan giải quyết", "day"),
            Field("returned_on", "ngày trả kết quả", "day"),
            Field("receive_result_by", "phương thức nhận kết quả"),
            Field("note", "ghi chú", "text"),
        ),
    ),
)

WITHDRAWAL = (
    *parts.HEAD,
    parts.DESK,
    parts.CASE_CODE,
    *parts.APPLICANT,
    Field("identity_number", "số CMND/Thẻ căn cước/Hộ chiếu"),
    parts.PROCEDURE,
    need("received_at", "ngày tiếp nhận", "moment"),
    Field("reason", "lý do rút hồ sơ", "text"),
    Field("papers_returned", "giấy tờ trả lại", "lines"),
    Field("fees_paid", "phí, lệ phí đã nộp", "money"),
    Field("fees_returned", "phí, lệ phí được trả lại", "money"),
    Field("submitter_name", "người rút hồ sơ", note="Bỏ trống thì là chủ hồ sơ."),
    parts.OFFICER,
)

HANDOVER = (
    *parts.HEAD,
    *parts.HANDOVER,
    need(
        "rows",
        "hồ sơ bàn giao",
        "rows",
        columns=(
            need("case_code", "mã hồ sơ"),
            need("applicant_name", "chủ hồ sơ"),
            need("procedure_name", "nội dung", "text"),
            Field("number_of_sets", "số bộ", "count"),
            Field("due_at", "hẹn trả kết quả", "moment"),
            Field("note", "ghi chú", "text"),
        ),
    ),
)

RESULTS_HANDOVER = (
    *parts.HEAD,
    *parts.HANDOVER,
    need(
        "rows",
        "kết quả bàn giao",
        "rows",
        columns=(
            need("case_code", "mã hồ sơ"),
            need("procedure_name", "nội dung", "text"),
            Field("result", "kết quả", "text"),
            need("applicant_name", "họ tên chủ hồ sơ"),
            Field("address", "địa chỉ", "text"),
            Field("fee_due", "còn thu phí, lệ phí", "flag"),
            Field("by_post", "đăng ký trả qua bưu điện", "flag"),
        ),
    ),
)

RECEIPT = (
    *parts.HEAD,
    Field("agency_address", "địa chỉ đơn vị thu"),
    Field("tax_code", "mã số thuế của đơn vị thu"),
    need("form", "mẫu số biên lai"),
    need("symbol", "ký hiệu biên lai"),
    need("number", "số biên lai"),
    need("applicant_name", "người nộp tiền"),
    Field("address", "địa chỉ người nộp", "text"),
    need("case_code", "mã hồ sơ"),
    parts.PROCEDURE,
    need(
        "fees",
        "các khoản thu",
        "rows",
        columns=(
            need("name", "tên loại phí, lệ phí", "text"),
            Field("basis", "căn cứ thu", "text"),
            need("amount", "mức thu", "money"),
        ),
        at_least=1,
    ),
    need("amount", "số tiền", "money", note="Số tiền của lần nộp này; in bằng số và bằng chữ."),
    need("means", "hình thức thanh toán"),
    Field("copy", "liên", note="Khi chỉ in một liên."),
    Field("replaces", "biên lai được thay"),
    Field("reason", "lý do thay", "text"),
    Field("cancelled_by", "biên lai thay cho biên lai này"),
    parts.TRACKING[0],
    parts.OFFICER,
)

PARCEL_LABEL = (
    need("agency", "người gửi, hoặc nơi nhận giấy tờ"),
    need("on", "ngày lập", "day", note="Cũng là ngày tạo ghi trong tệp PDF."),
    need("waybill", "số hiệu bưu gửi", note="In kèm mã vạch Code 128."),
    need("service", "dịch vụ"),
    Field("agency_address", "địa chỉ cơ quan", "text"),
    Field("agency_phone", "điện thoại cơ quan"),
    need("name", "người dân", "text"),
    need("address", "địa chỉ người dân", "text"),
    need("phone", "điện thoại người dân"),
    Field("from_home", "lấy tại nhà, gửi đến cơ quan", "flag"),
    need("reference", "mã hồ sơ"),
    Field("grams", "khối lượng, gam", "count"),
    need("fee", "cước", "money"),
    need("payer", "người trả cước"),
)

_BOTH: tuple = ("A4", "A5")
_A4: tuple = ("A4",)
_A6: tuple = ("A6",)

# The slips an office needs beside the official forms; the same in every form set.
_AUXILIARY = (
    Form("withdrawal", "Phiếu rút hồ sơ", _BOTH, WITHDRAWAL, "auxiliary/withdrawal.typ"),
    Form("handover", "Giấy bàn giao hồ sơ", _A4, HANDOVER, "auxiliary/handover.typ"),
    Form(
        "results_handover", "Phiếu bàn giao kết quả", _A4, RESULTS_HANDOVER, "auxiliary/results_handover.typ"
    ),
    Form("parcel_label", "Phiếu gửi bưu chính", _A6, PARCEL_LABEL, "auxiliary/parcel_label.typ"),
    Form("receipt", "Biên lai thu phí, lệ phí", _BOTH, RECEIPT, "auxiliary/receipt.typ", copies=3),
)


def _set_of(
    key: str, circular: str, forms: Iterable[tuple[str, str, tuple, tuple[Field, ...]]]
) -> dict[str, Form]:
    official = [
        Form(number, title, sizes, fields, f"{key}/{number}.typ", circular)
        for number, title, sizes, fields in forms
    ]
    return {form.number: form for form in (*official, *_AUXILIARY)}


FORMS: dict[str, dict[str, Form]] = {
    TT03_2025: _set_of(
        TT03_2025,
        "Thông tư số 03/2025/TT-VPCP",
        [
            ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", _BOTH, SLIP),
            ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", _BOTH, SUPPLEMENT),
            ("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", _BOTH, REFUSAL),
            ("04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", _BOTH, APOLOGY),
            ("05", "Thông báo dừng giải quyết hồ sơ", _BOTH, STOP),
            ("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ", _BOTH, CONTROL),
            ("07", "Sổ theo dõi hồ sơ", _A4, LEDGER),
        ],
    ),
    TT01_2018: _set_of(
        TT01_2018,
        "Thông tư số 01/2018/TT-VPCP",
        [
            ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", _BOTH, SLIP),
            ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", _BOTH, SUPPLEMENT),
            ("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", _BOTH, REFUSAL),
            ("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả", _BOTH, APOLOGY),
            ("05", "Phiếu kiểm soát quá trình giải quyết hồ sơ", _BOTH, CONTROL),
            ("06", "Sổ theo dõi hồ sơ", _A4, LEDGER),
        ],
    ),
}


def form_for(form_set: str, number: str) -> Form:
    """One form of a set; raises PaperError naming what exists."""
    if form_set not in FORMS:
        raise PaperError(f"Không có bộ mẫu giấy “{form_set}”. Các bộ đang dùng: {', '.join(FORMS)}.")
    if number not in FORMS[form_set]:
        raise PaperError(f"Bộ mẫu {form_set} không có mẫu “{number}”. Các mẫu: {', '.join(FORMS[form_set])}.")
    return FORMS[form_set][number]


def paper_fields(form_set: str, form: str) -> tuple[Field, ...]:
    """The fields of a form in the order they are printed, with labels, kinds and which are compulsory."""
    return form_for(form_set, form).fields


def ledger_number(form_set: str) -> str:
    """The number of Sổ theo dõi hồ sơ in a set: 07 since 2025, 06 before."""
    return next(number for number, form in FORMS.get(form_set, {}).items() if form.fields is LEDGER)
