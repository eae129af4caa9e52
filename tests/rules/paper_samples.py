"""Invented facts for every paper: an office, its people and one birth registration, all made up."""

from datetime import date, datetime, timedelta, timezone

VN = timezone(timedelta(hours=7))


def at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VN)


HEAD = {
    "agency_parent": "Ủy ban nhân dân phường Định Công",
    "agency": "Trung tâm Phục vụ hành chính công",
    "unit_line": "Trung tâm Phục vụ hành chính công phường Định Công",
    "place": "Hà Nội",
    "on": date(2026, 11, 20),
}

CASE = {
    "case_code": "H26.101-261120-0012",
    "applicant_name": "Nguyễn Thị Tâm",
    "address": "Số 12, ngõ 5, phố Định Công, phường Định Công, thành phố Hà Nội",
    "phone": "0912 345 678",
    "email": "tam.nguyen@example.vn",
    "identity_number": "001190000056",
    "procedure_name": "Đăng ký khai sinh",
    "received_at": at(2026, 11, 20, 9, 30),
    "due_at": at(2026, 11, 26, 9, 30),
    "hotline": "024 3000 1022",
    "officer_name": "Trần Quang Minh",
}

COMPONENTS = [
    {"name": "Tờ khai đăng ký khai sinh theo mẫu", "originals": 1},
    {"name": "Giấy chứng sinh", "originals": 1},
    {"name": "Giấy chứng nhận kết hôn của cha, mẹ", "photos": 1},
    {"name": "Văn bản ủy quyền có chứng thực (nếu ủy quyền)", "certified": 1},
]

SLIP = {
    **HEAD,
    **CASE,
    "document_number": "12/TNHS",
    "submitter_name": "Lê Văn Quân",
    "channel": "Trực tiếp",
    "components": COMPONENTS,
    "number_of_sets": 1,
    "allowed_text": "03 ngày làm việc",
    "reckoning": "tính từ ngày làm việc tiếp theo; nghỉ thứ Bảy, Chủ nhật và ngày 24/11/2026 (Ngày Văn hóa Việt Nam).",
    "fees": [
        {"name": "Lệ phí đăng ký khai sinh", "amount": 8_000},
        {"name": "Phí cấp bản sao trích lục (03 bản)", "amount": 24_000},
    ],
    "receive_result_by": "Trung tâm Phục vụ hành chính công phường Định Công",
    "register_book": "01/2026",
    "register_number": "412",
    "tracking_url": "https://motcua.dinhcong.example.vn/tra-cuu#9f2b7c1e5d8a4b60a3c7e1f04d92b85a",
    "tracking_pin": "482913",
}

SUPPLEMENT = {
    **HEAD,
    **CASE,
    "document_number": "07/HDHS",
    "missing": [
        {"name": "Giấy chứng sinh (bản chính), do Bệnh viện nơi sinh cấp", "originals": 1},
        {"name": "Văn bản ủy quyền có chứng thực", "certified": 1},
    ],
    "reason": "Hồ sơ chưa có giấy chứng sinh; người nộp không phải là cha, mẹ của trẻ và chưa có văn bản ủy quyền.",
    "legal_basis": "Điều 16 Luật Hộ tịch; thành phần hồ sơ đã công khai của thủ tục 1.001193.",
    "round": 1,
    "stage": "trước khi tiếp nhận",
    "answer_by": date(2026, 12, 20),
    "website": "motcua.dinhcong.example.vn",
}

REFUSAL = {
    **HEAD,
    **CASE,
    "document_number": "03/PTC",
    "reason": "Cha, mẹ của trẻ đều cư trú tại phường khác và trẻ không sinh trên địa bàn thành phố.\n"
    "Yêu cầu thuộc thẩm quyền của Ủy ban nhân dân nơi cư trú của người cha hoặc người mẹ.",
    "legal_basis": "Điều 13 Luật Hộ tịch.",
    "submitter_name": "Lê Văn Quân",
}

APOLOGY = {
    **HEAD,
    **CASE,
    "document_number": "02/PXL",
    "old_due_at": at(2026, 11, 26, 9, 30),
    "new_due_at": at(2026, 12, 3, 9, 30),
    "cause": "Phải xác minh nơi cư trú của người mẹ tại phường Thanh Liệt; cơ quan được hỏi trả lời chậm.",
    "responsible_unit": "Ủy ban nhân dân phường Định Công",
    "extension_text": "05 ngày làm việc",
    "leader_title": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "leader_name": "Phạm Thanh Hoa",
}

STOP = {
    **HEAD,
    **CASE,
    "document_number": "05/TB-TTPVHCC",
    "requested_by": "Phòng Văn hóa - Xã hội phường Định Công",
    "reason": "Quá thời hạn bổ sung mà người nộp hồ sơ chưa bổ sung giấy chứng sinh.",
    "legal_basis": "Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ.",
    "stage": "thẩm định hồ sơ",
    "decision": "Dừng giải quyết hồ sơ kể từ ngày 20/11/2026; nộp lại hồ sơ mới khi đủ giấy tờ.",
    "fees_paid": 32_000,
    "fees_returned": 24_000,
    "refund_method": "chuyển khoản vào tài khoản của người nộp trong 05 ngày làm việc",
    "papers_returned": ["Tờ khai đăng ký khai sinh (01 bản chính)", "Giấy chứng nhận kết hôn (01 bản photo)"],
    "leader_title": "CHỦ TỊCH",
    "leader_name": "Phạm Thanh Hoa",
}

CONTROL = {
    **HEAD,
    **CASE,
    "resolving_unit": "Phòng Văn hóa - Xã hội phường Định Công",
    "cooperating_units": ["Công an phường Định Công", "Bảo hiểm xã hội khu vực I"],
    "moves": [
        {
            "from_unit": "Trung tâm Phục vụ hành chính công",
            "unit": "Phòng Văn hóa - Xã hội",
            "given_at": at(2026, 11, 20, 10, 15),
            "given_by": "Trần Quang Minh",
            "received_by": "Vũ Ngọc Lan",
            "result": "Đúng hạn",
        },
        {
            "from_unit": "Phòng Văn hóa - Xã hội",
            "unit": "Văn thư Ủy ban nhân dân phường",
            "given_at": at(2026, 11, 23, 15, 40),
            "given_by": "Vũ Ngọc Lan",
            "received_by": "Đỗ Thu Hà",
            "result": "Trước hạn",
            "note": "Đã trình ký",
        },
        {
            "from_unit": "Văn thư Ủy ban nhân dân phường",
            "unit": "Trung tâm Phục vụ hành chính công",
            "given_at": at(2026, 11, 25, 8, 5),
            "given_by": "Đỗ Thu Hà",
        },
    ],
}

LEDGER_ROW = {
    **CASE,
    "number_of_sets": 1,
    "resolving_unit": "Phòng Văn hóa - Xã hội",
    "sent_on": date(2026, 11, 20),
    "result_received_on": date(2026, 11, 25),
    "returned_on": date(2026, 11, 25),
    "receive_result_by": "Tại quầy",
    "note": "",
}

LEDGER = {
    **HEAD,
    "field_name": "Hộ tịch",
    "register_book": "01/2026",
    "period": "tháng 11 năm 2026",
    "rows": [LEDGER_ROW | {"case_code": f"H26.101-261120-{number:04d}"} for number in range(1, 13)],
}

WITHDRAWAL = {
    **HEAD,
    **CASE,
    "document_number": "01/PRHS",
    "reason": "Gia đình chuyển nơi cư trú, sẽ nộp hồ sơ tại nơi ở mới.",
    "papers_returned": ["Tờ khai đăng ký khai sinh (01 bản chính)", "Giấy chứng sinh (01 bản chính)"],
    "fees_paid": 32_000,
    "fees_returned": 24_000,
    "submitter_name": "Lê Văn Quân",
}

HANDOVER = {
    **HEAD,
    "from_unit": "Trung tâm Phục vụ hành chính công",
    "from_officer": "Trần Quang Minh",
    "to_unit": "Phòng Văn hóa - Xã hội",
    "to_officer": "Vũ Ngọc Lan",
    "handed_at": at(2026, 11, 20, 16, 45),
    "rows": [LEDGER_ROW | {"case_code": f"H26.101-261120-{number:04d}"} for number in range(1, 7)],
}

RESULTS_HANDOVER = {
    **HANDOVER,
    "rows": [
        LEDGER_ROW
        | {
            "case_code": f"H26.101-261120-{number:04d}",
            "result": "Giấy khai sinh và 03 bản sao",
            "fee_due": number % 2 == 0,
            "by_post": number % 3 == 0,
        }
        for number in range(1, 7)
    ],
}

RECEIPT = {
    **HEAD,
    "agency_address": "Số 1 phố Giấy Dó, phường Định Công, thành phố Hà Nội",
    "tax_code": "0109876543",
    "form": "01BLP",
    "symbol": "MC26E",
    "number": "0000012",
    **{
        name: CASE[name]
        for name in ("case_code", "applicant_name", "address", "procedure_name", "officer_name")
    },
    "fees": [
        {"name": "Lệ phí đăng ký khai sinh", "basis": "Nghị quyết 06/2020/NQ-HĐND", "amount": 8_000},
        {"name": "Phí cấp bản sao trích lục", "basis": "Thông tư 281/2016/TT-BTC", "amount": 24_000},
    ],
    "amount": 32_000,
    "means": "Chuyển khoản qua Vietcombank, mã giao dịch FT26330123",
    "copy": "Liên 2: Giao người nộp tiền",
    "replaces": "MC26E 0000011",
    "reason": "Ghi sai địa chỉ người nộp",
}

PARCEL_LABEL = {
    "agency": "Trung tâm Phục vụ hành chính công phường Định Công",
    "on": HEAD["on"],
    "waybill": "EK123456785VN",
    "service": "Trả kết quả tận nhà",
    "agency_address": "Số 1 phố Giấy Dó, phường Định Công, thành phố Hà Nội",
    "agency_phone": "024.38582324",
    "name": "Công Tằng Tôn Nữ Hoàng Thị Phương Nguyên",
    "address": "Số nhà 12B ngách 34/56 ngõ 789 đường Nguyễn Chánh Sắt nối dài, ấp Kinh Mười Hai Ngàn, xã Vĩnh Thạnh Trung, tỉnh An Giang",
    "phone": "0912000123",
    "reference": "H26.101-261120-0012",
    "grams": 250,
    "fee": 26_500,
    "payer": "Người dân trả cho bưu tá",
}

BY_TITLE = {
    "Phiếu gửi bưu chính": PARCEL_LABEL,
    "Giấy tiếp nhận hồ sơ và hẹn trả kết quả": SLIP,
    "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ": SUPPLEMENT,
    "Phiếu từ chối tiếp nhận giải quyết hồ sơ": REFUSAL,
    "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết": APOLOGY,
    "Phiếu xin lỗi và hẹn lại ngày trả kết quả": APOLOGY,
    "Thông báo dừng giải quyết hồ sơ": STOP,
    "Phiếu kiểm soát quá trình giải quyết hồ sơ": CONTROL,
    "Sổ theo dõi hồ sơ": LEDGER,
    "Phiếu rút hồ sơ": WITHDRAWAL,
    "Giấy bàn giao hồ sơ": HANDOVER,
    "Phiếu bàn giao kết quả": RESULTS_HANDOVER,
    "Biên lai thu phí, lệ phí": RECEIPT,
}
