from django.urls import path, re_path

from . import alive, cases, day, deciding, handing, papers, picker, reception, returning

app_name = "counter"
urlpatterns = [
    path("", reception.reception, name="reception"),
    path("con-may-chu", alive.alive, name="alive"),
    path("tim-thu-tuc", picker.find, name="find"),
    path("yeu-cau-bo-sung", deciding.ask_at_desk, name="ask"),
    path("tu-choi", deciding.refuse_here, name="refuse"),
    path("ho-so", cases.cases, name="cases"),
    path("chuyen-ho-so", handing.hand_over_many, name="hand_over"),
    path("ho-so/<str:code>", cases.case_page, name="case"),
    path("ho-so/<str:code>/xong", papers.done, name="done"),
    path("ho-so/<str:code>/giay/<str:form>.pdf", papers.paper, name="paper"),
    path("ho-so/<str:code>/giay/<str:form>-<int:sheet>.svg", papers.drawing, name="drawing"),
    path("ho-so/<str:code>/tiep-nhan", cases.accept_case, name="accept"),
    path("ho-so/<str:code>/yeu-cau-bo-sung", deciding.ask, name="ask_case"),
    path("ho-so/<str:code>/tu-choi", deciding.refuse_case, name="refuse_case"),
    path("ho-so/<str:code>/da-bo-sung", cases.supplemented, name="supplemented"),
    path("ho-so/<str:code>/rut", deciding.withdraw_case, name="withdraw"),
    path("ho-so/<str:code>/chuyen", handing.hand_over_one, name="hand_over_one"),
    path("ho-so/<str:code>/thu-phi", cases.fee, name="fee"),
    path("tra-ket-qua", returning.returning, name="returning"),
    path("tra-ket-qua/ban-giao.pdf", returning.delivery_list, name="delivery_list"),
    path("tra-ket-qua/<str:code>", returning.give_back, name="give_back"),
    path("tra-ket-qua/<str:code>/da-goi", returning.call, name="call"),
    path("trong-ngay", day.day, name="day"),
    re_path(r"^so-theo-doi\.(?P<kind>pdf|xlsx)$", day.ledger_file, name="ledger"),
]
