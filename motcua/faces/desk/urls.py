from django.urls import path

from . import (
    acting,
    case_page,
    case_papers,
    inbox,
    linked,
    many,
    me,
    office_page,
    palette,
    readings,
    signing,
    signing_in,
)

app_name = "desk"
urlpatterns = [
    path("dang-nhap", signing_in.sign_in, name="sign_in"),
    path("dang-xuat", signing_in.sign_out, name="sign_out"),
    path("gia-han-phien", signing_in.stay, name="stay"),
    path("ban-lam-viec", inbox.inbox_page, name="inbox"),
    path("ban-lam-viec/nhieu", many.act_on_many, name="many"),
    path("ban-lam-viec/rut-lai", many.undo, name="undo"),
    path("ky-duyet", signing.queue, name="signing"),
    path("ky-duyet/nhieu", signing.sign_many, name="sign_many"),
    path("lien-thong", linked.linked_cases, name="linked"),
    path("tim", palette.palette, name="palette"),
    path("luot-xem", readings.readings, name="readings"),
    path("toi", me.me, name="me"),
    path("toi/mat-khau", me.password, name="password"),
    path("toi/phan-cong-thay", office_page.stand_in, name="stand_in"),
    path("toi/phan-cong-thay/<int:number>/thoi", office_page.end_stand_in, name="end_stand_in"),
    path("quan-tri", office_page.office, name="office"),
    path("quan-tri/<int:number>", office_page.unit_page, name="unit"),
    path("quan-tri/<int:number>/<slug:slug>", office_page.unit_act, name="unit_act"),
    path("quan-tri/<int:number>/<slug:slug>/<int:of>", office_page.unit_act, name="posting_act"),
    path("ho-so/<str:code>", case_page.case_page, name="case"),
    path("ho-so/<str:code>/giay/<str:form>.pdf", case_papers.paper, name="paper"),
    path("ho-so/<str:code>/tep/<int:number>", case_papers.case_file, name="file"),
    path("ho-so/<str:code>/<slug:slug>", acting.act_page, name="act"),
]
