"""Groups of fields that several papers share: the head, the applicant, tables of papers, signatures."""

from .fields import Field, need

HEAD = (
    Field("agency_parent", "cơ quan cấp trên", note="Dòng thứ nhất bên trái, in hoa."),
    need("agency", "tên cơ quan, đơn vị", note="Dòng thứ hai bên trái, in hoa, đậm."),
    Field("document_number", "số", note="Ví dụ “12/TNHS”; bỏ trống thì in dấu chấm để ghi tay."),
    need("place", "địa danh", note="Ví dụ “Hà Nội”; đứng trước ngày trên dòng địa danh, ngày tháng."),
    need("on", "ngày lập", "day", note="Cũng là ngày tạo ghi trong tệp PDF."),
)

DESK = Field("unit_line", "bộ phận tiếp nhận và trả kết quả", note="Bỏ trống thì dùng tên cơ quan (agency).")

CASE_CODE = need("case_code", "mã hồ sơ", note="In kèm mã vạch Code 128.")

APPLICANT = (
    need("applicant_name", "chủ hồ sơ"),
    Field("address", "địa chỉ", "text"),
    Field("phone", "số điện thoại"),
    Field("email", "email"),
)

# A letter is sent to a name and an address; e-mail travels by itself.
ADDRESSEE = APPLICANT[:3]

PROCEDURE = need("procedure_name", "tên thủ tục hành chính", "text")

REQUEST = Field(
    "request",
    "nội dung yêu cầu giải quyết",
    "text",
    note="Bỏ trống thì dùng tên thủ tục hành chính (procedure_name).",
)

HELP = (
    Field("hotline", "số điện thoại hỗ trợ"),
    Field("website", "trang thông tin điện tử"),
)

OFFICER = Field("officer_name", "cán bộ, công chức, viên chức lập giấy")

LEADER = (
    need(
        "leader_title", "chức vụ người ký", "lines", note="Mỗi dòng một cấp: “KT. CHỦ TỊCH”, “PHÓ CHỦ TỊCH”."
    ),
    Field("leader_name", "họ tên người ký"),
)

# Bản chính, bản chứng thực, bản photo: as on the templates the provinces print.
COMPONENTS = need(
    "components",
    "thành phần hồ sơ",
    "rows",
    columns=(
        need("name", "tên giấy tờ", "text"),
        Field("originals", "số bản chính", "count"),
        Field("certified", "số bản chứng thực", "count"),
        Field("photos", "số bản photo", "count"),
    ),
    note="Để danh sách rỗng khi thủ tục không phải nộp giấy tờ.",
)

# Chứng thực counts pages and copies instead of kinds of copies.
CERTIFICATIONS = Field(
    "certifications",
    "giấy tờ chứng thực",
    "rows",
    columns=(
        need("name", "tên giấy tờ", "text"),
        Field("pages", "số trang", "count"),
        Field("paper_copies", "số bản giấy", "count"),
        Field("signed_copies", "số bản điện tử được ký", "count"),
    ),
    note="Có thì in bảng này thay cho bảng thành phần hồ sơ (thủ tục chứng thực).",
)

FEES = Field(
    "fees",
    "phí, lệ phí",
    "rows",
    columns=(need("name", "tên khoản thu"), need("amount", "số tiền", "money")),
    note="Danh sách rỗng in “Không thu phí, lệ phí”; không có khóa này thì không in mục phí.",
)

TRACKING = (
    Field(
        "tracking_url", "đường dẫn tra cứu", note="In thành mã QR trên liên giao khách hàng, không in chữ."
    ),
    Field(
        "lookup_link",
        "trang tra cứu",
        note="Địa chỉ ngắn để gõ tay; bỏ trống thì lấy từ tracking_url, bỏ phần mã.",
    ),
    Field("tracking_pin", "mã tra cứu", note="Sáu chữ số, chỉ in trên liên giao khách hàng."),
)

HANDOVER = (
    need("from_unit", "bên giao"),
    Field("from_officer", "người giao"),
    need("to_unit", "bên nhận"),
    Field("to_officer", "người nhận"),
    Field("handed_at", "thời điểm bàn giao", "moment"),
)
