"""What each act means to the applicant, and what each state asks of them."""

from django.utils.translation import gettext_lazy

from motcua.domain.cases.rules import State

HAPPENED = {
    "case.registered": gettext_lazy("Đã ghi nhận hồ sơ nộp trực tuyến"),
    "case.received": gettext_lazy("Đã tiếp nhận hồ sơ"),
    "case.accepted": gettext_lazy("Đã tiếp nhận hồ sơ"),
    "case.papers_asked_at_desk": gettext_lazy("Đề nghị bổ sung giấy tờ trước khi tiếp nhận"),
    "case.papers_asked": gettext_lazy("Đề nghị bổ sung giấy tờ trước khi tiếp nhận"),
    "case.refused_at_desk": gettext_lazy("Không tiếp nhận hồ sơ"),
    "case.not_accepted": gettext_lazy("Không tiếp nhận hồ sơ"),
    "case.handed_over": gettext_lazy("Đã chuyển hồ sơ đến nơi giải quyết"),
    "case.forwarded": gettext_lazy("Xong bước"),
    "case.approved": gettext_lazy("Lãnh đạo đã ký duyệt"),
    "case.supplement_requested": gettext_lazy("Yêu cầu bổ sung giấy tờ"),
    "case.supplemented": gettext_lazy("Đã nhận giấy tờ bổ sung, làm tiếp hồ sơ"),
    "case.supplement_answered": gettext_lazy("Ông/bà đã gửi giấy tờ bổ sung, cơ quan đang kiểm tra"),
    "case.payment_required": gettext_lazy("Yêu cầu nộp phí, lệ phí hoặc thuế"),
    "case.payment_confirmed": gettext_lazy("Đã nhận được tiền, làm tiếp hồ sơ"),
    "case.extended": gettext_lazy("Xin lỗi và hẹn lại ngày trả kết quả"),
    "case.apologised": gettext_lazy("Xin lỗi về sai sót"),
    "case.stopped": gettext_lazy("Dừng giải quyết hồ sơ"),
    "case.finished": gettext_lazy("Đã có kết quả"),
    "case.reopened": gettext_lazy("Thu hồi kết quả để đính chính"),
    "case.called": gettext_lazy("Đã báo ông/bà đến nhận kết quả"),
    "case.result_sealed": gettext_lazy("Kết quả đã ký số, tải được"),
    "case.letter_sent": gettext_lazy("Cơ quan gửi thư đến ông/bà"),
    "case.returned": gettext_lazy("Đã trả kết quả"),
    "case.parcel_handed_over": gettext_lazy("Bưu chính đã nhận bưu gửi"),
    "case.parcel_came_back": gettext_lazy("Bưu gửi chuyển hoàn về cơ quan"),
    "case.parcel_lost": gettext_lazy("Bưu gửi bị thất lạc, cơ quan xin lỗi ông/bà"),
    "case.result_copied": gettext_lazy("Đã lập bản thay thế cho kết quả bị thất lạc"),
    "case.delivered": gettext_lazy("Bưu chính đã giao kết quả"),
    "case.delivery_corrected": gettext_lazy("Đính chính: kết quả chưa được giao, cơ quan xin lỗi ông/bà"),
    "case.withdrawn": gettext_lazy("Đã rút hồ sơ theo yêu cầu của người nộp"),
    "case.linked_opened": gettext_lazy("Bắt đầu phần việc liên thông"),
    "case.linked_finished": gettext_lazy("Xong một phần việc liên thông"),
    "case.linked_stopped": gettext_lazy("Dừng giải quyết hồ sơ vì một phần liên thông không làm được"),
}
NEXT = {
    State.REGISTERED: gettext_lazy(
        "Cán bộ đang kiểm tra hồ sơ. Nếu đủ giấy tờ, chúng tôi tiếp nhận và gửi giấy hẹn; nếu thiếu, chúng tôi báo rõ giấy nào."
    ),
    State.ACCEPTED: gettext_lazy(
        "Hồ sơ được chuyển đến nơi giải quyết trong ngày hoặc đầu ngày làm việc tiếp theo. Ông/Bà chưa phải làm gì thêm."
    ),
    State.NOT_ACCEPTED: gettext_lazy(
        "Nếu cần giải thích thêm, xin gọi số bên dưới hoặc hỏi tại quầy. Ông/Bà có thể nộp lại khi đủ điều kiện."
    ),
    State.IN_PROGRESS: gettext_lazy(
        "Hồ sơ đang được giải quyết. Khi có kết quả, chúng tôi báo ngay, kể cả khi xong sớm."
    ),
    State.AWAITING_SUPPLEMENT: gettext_lazy(
        "Xin gửi những giấy tờ nêu ở trên, qua mạng hoặc tại nơi đã tiếp nhận, đến hết ngày đã ghi. Chỉ cần đúng những giấy tờ đó."
    ),
    State.AWAITING_PAYMENT: gettext_lazy(
        "Xin nộp khoản tiền nêu trong thông báo rồi giữ biên lai. Hồ sơ được làm tiếp ngay khi tiền được ghi nhận."
    ),
    State.WITHDRAWN: gettext_lazy(
        "Ông/Bà có thể nhận lại giấy tờ đã nộp tại quầy và nộp hồ sơ mới bất cứ lúc nào."
    ),
    State.STOPPED: gettext_lazy(
        "Ông/Bà có thể nhận lại giấy tờ đã nộp và nghe giải thích tại quầy, hoặc gọi số bên dưới."
    ),
    State.FINISHED: gettext_lazy(
        "Xin mang giấy hẹn và giấy tờ tùy thân đến nhận kết quả trong giờ làm việc."
    ),
    State.RETURNED: gettext_lazy("Nếu kết quả có sai sót, xin báo ngay để chúng tôi sửa."),
}
# Of a supplement that was sent and is not closed yet.
SENT = gettext_lazy(
    "Cán bộ đang kiểm tra giấy tờ ông/bà đã gửi. Đủ thì hồ sơ được làm tiếp và ngày hẹn được tính lại; còn thiếu thì chúng tôi báo rõ."
)
