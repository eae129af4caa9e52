"""What was wrong in what was sent, in Vietnamese sentences, from the checks of the declared shapes."""

from typing import Any

# By the kind of fault; {…} are the bounds of the declared shape. Kinds not named here get the last sentence.
_SENTENCES = {
    "missing": "Thiếu mục này; xin gửi kèm.",
    "string_type": "Phải là chữ (chuỗi ký tự).",
    "string_unicode": "Có ký tự không phải Unicode hợp lệ.",
    "string_too_long": "Dài quá: nhiều nhất {max_length} ký tự.",
    "string_too_short": "Chưa có nội dung; ít nhất {min_length} ký tự.",
    "string_pattern_mismatch": "Không đúng dạng quy định của mục này.",
    "too_long": "Nhiều quá: tối đa {max_length} phần tử.",
    "too_short": "Ít nhất phải có {min_length} phần tử.",
    "int_type": "Phải là số nguyên.",
    "int_parsing": "Phải là số nguyên.",
    "int_parsing_size": "Số này lớn quá.",
    "int_from_float": "Phải là số nguyên.",
    "greater_than": "Phải lớn hơn {gt}.",
    "greater_than_equal": "Phải từ {ge} trở lên.",
    "less_than": "Phải nhỏ hơn {lt}.",
    "less_than_equal": "Phải từ {le} trở xuống.",
    "list_type": "Phải là một danh sách.",
    "bool_type": "Phải là true hoặc false.",
    "bool_parsing": "Phải là true hoặc false.",
    "literal_error": "Phải là một trong: {expected}.",
    "enum": "Phải là một trong: {expected}.",
    "extra_forbidden": "Không có mục tên như vậy; xin xem lại tên mục.",
    "date_type": "Phải là ngày có dạng 2026-11-20.",
    "date_parsing": "Phải là ngày có dạng 2026-11-20.",
    "date_from_datetime_parsing": "Phải là ngày có dạng 2026-11-20.",
    "date_from_datetime_inexact": "Phải là ngày có dạng 2026-11-20, không kèm giờ.",
    "datetime_type": "Phải là thời điểm có dạng 2026-11-20T09:30:00+07:00.",
    "datetime_parsing": "Phải là thời điểm có dạng 2026-11-20T09:30:00+07:00.",
    "datetime_from_date_parsing": "Phải là thời điểm có dạng 2026-11-20T09:30:00+07:00.",
    "model_type": "Phải là một đối tượng { … }.",
    "model_attributes_type": "Phải là một đối tượng { … }.",
    "dict_type": "Phải là một đối tượng { … }.",
}
_OTHERWISE = "Giá trị này không dùng được; xin xem lại tài liệu API."
_OUTER = {"body", "query", "path", "header", "given"}


def sentence_of(fault: dict[str, Any]) -> tuple[str, str]:
    """(field as the sender knows it, sentence) of one fault found by the shapes."""
    place = [str(part) for part in fault.get("loc", ())]
    while place and place[0] in _OUTER:
        place = place[1:]
    field = ".".join(place)[:120]
    context = fault.get("ctx") or {}
    if fault.get("type") == "value_error":  # one of our own checks: its words are the sentence
        return field, str(context.get("error") or fault.get("msg", "")).removeprefix("Value error, ")
    pattern = _SENTENCES.get(str(fault.get("type")), _OTHERWISE)
    if "{ … }" in pattern:
        return field, pattern
    try:
        return field, pattern.format(**context)
    except (KeyError, IndexError):
        return field, pattern
