from django.urls import include, path, re_path

from motcua.faces.uploading import paper_paths

from . import (
    communes,
    delivery,
    feedback,
    filing,
    filing_check,
    filing_papers,
    filing_uploads,
    home,
    mailbox,
    offices,
    offline,
    pages,
    paying,
    procedure,
    rating,
    result,
    samples,
    search,
    supplement,
    tracking,
)
from .account import mine

app_name = "portal"
# The slip's secret: 128 bits as 26 base32 letters; a scanner may give them in capitals.
SECRET = r"tra-cuu/(?P<secret>[A-Za-z2-7]{26})"
DRAFT = r"nop/(?P<secret>[A-Za-z2-7]{26})"
PAY = r"thanh-toan/(?P<secret>[A-Za-z2-7]{26})"
FEEDBACK = r"phan-anh/(?P<secret>[A-Za-z2-7]{26})"
ASKED = rf"{SECRET}/bo-sung/(?P<asked>[0-9]{{1,15}})"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc", search.procedures, name="procedures"),
    path("thu-tuc/<str:code>", procedure.procedure, name="procedure"),
    path("thu-tuc/<str:code>/giay-to", procedure.checklist, name="checklist"),
    path("thu-tuc/<str:code>/nop", filing.start, name="file"),
    path("dia-ban", communes.offered, name="communes"),
    re_path(rf"^{DRAFT}$", filing.draft, name="draft"),
    re_path(rf"^{DRAFT}/giay-to$", filing_papers.papers, name="file_papers"),
    *paper_paths(DRAFT, filing_uploads.views, name="file"),
    re_path(rf"^{DRAFT}/kiem-tra$", filing_check.check, name="file_check"),
    re_path(rf"^{DRAFT}/xong$", filing_check.filed, name="filed"),
    re_path(rf"^{DRAFT}/(?P<key>[a-z0-9-]{{1,60}})$", filing.topic, name="topic"),
    path("giay-to-mau/<slug:key>", samples.sample, name="sample"),
    path("giay-to-mau/<slug:key>.png", samples.sample_picture, name="sample_picture"),
    path("tra-cuu", tracking.track, name="track"),
    re_path(rf"^{SECRET}$", tracking.by_secret, name="followed"),
    re_path(rf"^{SECRET}/bo-sung$", supplement.supplement, name="supplement"),
    re_path(rf"^{ASKED}$", supplement.reply, name="reply"),
    *paper_paths(ASKED, supplement.views, name="reply"),
    re_path(rf"^{SECRET}/buu-chinh$", delivery.delivery, name="delivery"),
    re_path(rf"^{SECRET}/lay-giay-to$", delivery.pickup, name="pickup"),
    re_path(rf"^{SECRET}/lich-hen\.ics$", tracking.appointment, name="appointment"),
    re_path(rf"^{SECRET}/giay-hen\.pdf$", tracking.slip, name="slip"),
    path("tra-cuu/xem/<str:token>", tracking.by_token, name="seen"),
    path("tra-cuu/xem/<str:token>/lich-hen.ics", tracking.appointment_by_token, name="seen_appointment"),
    path("tai-khoan", mine.account, name="account"),
    path("tai-khoan/", include("motcua.faces.portal.account.urls")),
    re_path(rf"^{PAY}$", paying.pay, name="pay"),
    re_path(rf"^{PAY}/vietqr-(?P<charge>[A-Z0-9]{{1,25}})\.png$", paying.qr_image, name="pay_qr"),
    re_path(rf"^{PAY}/bien-lai-(?P<number>[0-9]{{1,18}})\.pdf$", paying.receipt, name="pay_receipt"),
    re_path(rf"^{SECRET}/thu\.pdf$", result.letter, name="letter"),
    re_path(rf"^{SECRET}/ket-qua$", result.result, name="result"),
    re_path(rf"^{SECRET}/ket-qua\.pdf$", result.result_file, name="result_file"),
    path("kiem-tra-chu-ky", result.check, name="check_signature"),
    re_path(r"^danh-gia/(?P<secret>[A-Za-z2-7]{26})$", rating.rating, name="rating"),
    path("phan-anh", feedback.feedback, name="feedback"),
    re_path(rf"^{FEEDBACK}$", feedback.feedback_state, name="feedback_state"),
    re_path(rf"^{FEEDBACK}/da-gui$", feedback.feedback_sent, name="feedback_sent"),
    path("co-quan", offices.offices, name="offices"),
    path("hop-thu", mailbox.mailbox, name="mailbox"),
    path("tro-giup", pages.help_page, name="help"),
    path("kha-nang-tiep-can", pages.accessibility, name="accessibility"),
    path("quyen-rieng-tu", pages.privacy, name="privacy"),
    path("mat-mang", offline.offline, name="offline"),
    path("sw.js", offline.worker, name="worker"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
]
