"""The words of the catalogue: every key a procedure may use, with the label a person reads beside it."""

from collections.abc import Mapping

UNITS: Mapping[str, str] = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "working_hour": "giờ làm việc",
    "hour": "giờ",
    "month": "tháng",
}
UNITS_EN: Mapping[str, str] = {
    "working_day": "working day",
    "calendar_day": "day",
    "working_hour": "working hour",
    "hour": "hour",
    "month": "month",
}
STARTS: Mapping[str, str] = {
    "next_day": "Tính từ ngày liền sau ngày tiếp nhận",
    "same_day_15h": "Trong ngày; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo",
}
RESUMES: Mapping[str, str] = {
    "remaining_hours": "Tính tiếp số giờ làm việc còn lại",
    "shift_days": "Lùi ngày hẹn theo số ngày tạm dừng",
    "restart": "Tính lại từ đầu",
}
LEVELS: Mapping[str, str] = {
    "commune": "Cấp xã",
    "district": "Cấp huyện",
    "province": "Cấp tỉnh",
    "ministry": "Cấp bộ",
    "other": "Cơ quan khác",
}
APPLICANTS: Mapping[str, str] = {
    "citizen": "Công dân",
    "firm": "Doanh nghiệp, tổ chức",
    "household": "Hộ kinh doanh",
}
CHANNELS: Mapping[str, str] = {"direct": "Trực tiếp", "online": "Trực tuyến", "postal": "Bưu chính công ích"}
ONLINE_LEVELS: Mapping[str, str] = {
    "toan_trinh": "Dịch vụ công trực tuyến toàn trình",
    "mot_phan": "Dịch vụ công trực tuyến một phần",
    "khong_truc_tuyen": "Chưa cung cấp trực tuyến",
}
FORM_SETS: Mapping[str, str] = {
    "tt03-2025": "Bảy mẫu theo Thông tư 03/2025/TT-VPCP",
    "tt01-2018": "Sáu mẫu theo Thông tư 01/2018/TT-VPCP",
}
PAPER_FORMS: Mapping[str, str] = {
    "original": "Bản chính",
    "certified": "Bản sao có chứng thực",
    "photo": "Bản photo",
    "electronic": "Bản điện tử",
}
SUBMISSIONS: Mapping[str, str] = {"submit": "Phải nộp", "present": "Phải xuất trình"}
FEE_KINDS: Mapping[str, str] = {"phi": "Phí", "le_phi": "Lệ phí"}
PER: Mapping[str, str] = {
    "case": "hồ sơ",
    "copy": "bản",
    "page": "trang",
    "extra_copy": "bản thêm theo yêu cầu",
    "person": "người",
    "place": "địa điểm",
}
PER_EN: Mapping[str, str] = {
    "case": "case",
    "copy": "copy",
    "page": "page",
    "extra_copy": "extra copy asked for",
    "person": "person",
    "place": "place",
}
SETTERS: Mapping[str, str] = {
    "state": "Mức thu toàn quốc",
    "province": "HĐND cấp tỉnh quy định",
}
COLLECT_AT: Mapping[int, str] = {1: "Thu khi tiếp nhận", 2: "Thu khi bổ sung", 4: "Thu khi trả kết quả"}
LINKED_DUE: Mapping[str, str] = {"sum": "Cộng thời hạn các việc", "max": "Lấy thời hạn dài nhất"}
LETTERS: Mapping[str, str] = {"congratulation": "Thư chúc mừng", "condolence": "Thư chia buồn"}
LIFE_EVENTS: Mapping[str, str] = {
    "sinh-con": "Sinh con",
    "ket-hon": "Kết hôn",
    "dat-dai": "Nhà đất",
    "kinh-doanh": "Kinh doanh",
    "cu-tru": "Cư trú",
    "nguoi-mat": "Người thân mất",
    "other": "Việc khác",
}
DEPARTMENTS: Mapping[str, str] = {
    "justice": "Tư pháp - Hộ tịch",
    "land": "Đất đai - Địa chính",
    "construction": "Xây dựng - Đô thị",
    "business": "Đăng ký kinh doanh",
    "welfare": "Văn hóa - Xã hội",
    "police": "Công an",
    "inspection": "Tiếp công dân, giải quyết đơn",
    "home_affairs": "Nội vụ - Thi đua",
    "trade": "Kinh tế - Công Thương",
    "agriculture": "Nông nghiệp - Môi trường",
    "health": "Y tế - An toàn thực phẩm",
}

FIELDS: Mapping[str, str] = {
    "code": "Mã thủ tục",
    "name": "Tên thủ tục",
    "short_name": "Tên gọn",
    "name_en": "Tên tiếng Anh",
    "summary": "Tóm tắt",
    "summary_en": "Tóm tắt tiếng Anh",
    "field": "Lĩnh vực",
    "department": "Bộ phận chuyên môn",
    "levels": "Cấp thực hiện",
    "former_level": "Cấp thực hiện trước 01/7/2025",
    "ministry": "Bộ quản lý",
    "agency": "Cơ quan thực hiện",
    "applicants": "Đối tượng",
    "life_event": "Sự kiện trong đời",
    "aliases": "Tên thường gọi",
    "keywords": "Từ khóa",
    "valid_from": "Có hiệu lực từ",
    "valid_to": "Có hiệu lực đến",
    "publication_decision": "Quyết định công bố",
    "form_set": "Bộ mẫu phiếu",
    "online_level": "Mức độ trực tuyến",
    "legacy_level": "Mức độ cũ (1-4)",
    "channels": "Cách nộp",
    "route": "Quy trình giải quyết",
    "letter": "Thư kèm kết quả",
    "number_of_sets": "Số bộ hồ sơ",
    "unconfirmed": "Chưa kiểm chứng",
    "allowed": "Thời hạn giải quyết",
    "legal": "Thời hạn theo quy định",
    "promised": "Thời hạn cam kết",
    "start": "Cách tính ngày bắt đầu",
    "resume": "Cách tính sau khi tạm dừng",
    "fixed_date": "Có ngày hẹn cụ thể",
    "fees": "Phí, lệ phí",
    "kind": "Loại khoản thu",
    "amount": "Mức thu",
    "set_by": "Cấp quy định mức thu",
    "per": "Đơn vị tính",
    "basis": "Căn cứ",
    "collect_at": "Lúc thu",
    "by_channel": "Mức thu theo cách nộp",
    "tiers": "Mức thu theo bậc",
    "cap": "Mức thu tối đa",
    "exemptions": "Miễn, giảm",
    "percent": "Tỷ lệ giảm",
    "evidence": "Giấy tờ chứng minh",
    "components": "Thành phần hồ sơ",
    "form": "Dạng giấy tờ",
    "originals": "Số bản chính",
    "copies": "Số bản sao",
    "group": "Nhóm giấy tờ",
    "required": "Bắt buộc",
    "submit_or_present": "Nộp hay xuất trình",
    "when": "Khi nào cần",
    "one_of": "Một trong các giấy tờ",
    "results": "Kết quả",
    "electronic": "Có bản điện tử",
    "refusal": "Là kết quả từ chối",
    "legal_basis": "Căn cứ pháp lý",
    "variants": "Trường hợp",
    "without": "Bớt giấy tờ, khoản thu",
    "steps": "Bước xử lý",
    "node": "Bước",
    "hours": "Số giờ",
    "beside": "Cùng lúc với bước trên",
    "linked": "Liên thông",
    "due": "Cách tính hạn chung",
    "children": "Thủ tục thành phần",
    "procedure": "Mã thủ tục thành phần",
    "key": "Khóa",
    "value": "Số lượng",
    "unit": "Đơn vị thời gian",
    "from": "Từ đơn vị thứ",
}


def label(field: str) -> str:
    """The Vietnamese label of a field, or the field itself when it has none."""
    return FIELDS.get(field, field)
