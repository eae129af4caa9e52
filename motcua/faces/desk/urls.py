from django.urls import path

from . import acting, case_page, inbox, linked, palette, signing, signing_in

app_name = "desk"
urlpatterns = [
    path("dang-nhap", signing_in.sign_in, name="sign_in"),
    path("dang-xuat", signing_in.sign_out, name="sign_out"),
    path("ban-lam-viec", inbox.inbox_page, name="inbox"),
    path("ban-lam-viec/nhieu", inbox.act_on_many, name="act_on_many"),
    path("ky-duyet", signing.queue, name="signing"),
    path("ky-duyet/nhieu", signing.sign_many, name="sign_many"),
    path("ky-duyet/<str:code>/tra-lai", signing.return_one, name="return_one"),
    path("lien-thong", linked.linked_cases, name="linked"),
    path("tim", palette.palette, name="palette"),
    path("ho-so/<str:code>", case_page.case_page, name="case"),
    path("ho-so/<str:code>/giay/<str:form>.pdf", case_page.paper, name="paper"),
    path("ho-so/<str:code>/tep/<int:number>", case_page.case_file, name="file"),
    path("ho-so/<str:code>/rut-lai", acting.undo, name="undo"),
    path("ho-so/<str:code>/<slug:slug>", acting.act_page, name="act"),
]
