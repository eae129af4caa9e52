"""The columns of the board and what each of them counts."""

from django.utils.translation import gettext_lazy as _

COLUMNS = {
    "carried": _("Kỳ trước"),
    "received": _("Mới nhận"),
    "early": _("Trước hạn"),
    "on_time": _("Đúng hạn"),
    "late": _("Trễ hạn"),
    "ended_otherwise": _("Rút, dừng"),
    "open_in_time": _("Còn hạn"),
    "open_overdue": _("Quá hạn"),
    "paused": _("Tạm dừng"),
    "paused_overdue": _("Tạm dừng, đã quá hạn"),
    "to_accept": _("Chờ tiếp nhận"),
    "to_accept_late": _("Chậm tiếp nhận"),
}
DEFINITIONS = {
    "carried": (COLUMNS["carried"], _("Nhận trước kỳ và chưa xong khi kỳ bắt đầu.")),
    "received": (COLUMNS["received"], _("Tiếp nhận trong kỳ, kể cả nộp trực tuyến và bưu chính.")),
    "early": (COLUMNS["early"], _("Có kết quả trong kỳ, trước ngày hẹn.")),
    "on_time": (COLUMNS["on_time"], _("Có kết quả trong kỳ, đúng ngày hẹn.")),
    "late": (
        COLUMNS["late"],
        _(
            "Có kết quả trong kỳ, sau ngày hẹn. Ngày hẹn đã trừ thời gian chờ người nộp; gia hạn không làm hồ sơ trễ thành đúng hạn."
        ),
    ),
    "ended_otherwise": (
        COLUMNS["ended_otherwise"],
        _("Người nộp rút, cơ quan dừng giải quyết, hoặc không có ngày hẹn."),
    ),
    "open_in_time": (COLUMNS["open_in_time"], _("Chưa xong ở cuối kỳ và chưa qua ngày hẹn.")),
    "open_overdue": (COLUMNS["open_overdue"], _("Chưa xong ở cuối kỳ và đã qua ngày hẹn.")),
    "paused": (COLUMNS["paused"], _("Chưa xong ở cuối kỳ, đang chờ người nộp bổ sung hoặc nộp tiền.")),
    "paused_overdue": (
        COLUMNS["paused_overdue"],
        _("Đang chờ người nộp, nhưng đã qua ngày hẹn trước khi tạm dừng. Tạm dừng không che hồ sơ trễ."),
    ),
    "to_accept": (
        COLUMNS["to_accept"],
        _("Nộp trực tuyến, ở cuối kỳ chưa được tiếp nhận; chưa tính vào hồ sơ mới nhận."),
    ),
    "to_accept_late": (
        COLUMNS["to_accept_late"],
        _("Nộp trực tuyến, quá 8 giờ làm việc chưa được tiếp nhận; tính từ ngày hôm sau."),
    ),
    "on_time_share": (
        _("Tỷ lệ đúng hạn"),
        _("Trước hạn và đúng hạn chia cho tổng số xong trong kỳ. Kỳ chưa có hồ sơ xong thì để trống."),
    ),
}
