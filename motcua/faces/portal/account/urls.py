from django.urls import path

from . import leaving, mandates, means, mine, papers, passkeys, proving, signing_in, told

urlpatterns = [
    path("dang-nhap", signing_in.sign_in, name="sign_in"),
    path("dang-nhap/ma", signing_in.sign_in_code, name="sign_in_code"),
    path("dang-nhap/khoa", passkeys.sign_in_by_key, name="sign_in_by_key"),
    path("dang-nhap/khoa/hoi", passkeys.ask_key, name="ask_key"),
    path("khoa", passkeys.new_key, name="new_key"),
    path("khoa/hoi", passkeys.ask_new_key, name="ask_new_key"),
    path("khoa/<int:number>/bo", passkeys.drop_key, name="drop_key"),
    path("dinh-danh", proving.prove, name="prove"),
    path("dinh-danh/ve", proving.proved, name="proved"),
    path("tin-bao", told.told, name="told"),
    path("ho-so/them", mine.add_case, name="add_case"),
    path("ai-da-xem", mine.looks, name="looks"),
    path("cach-dang-nhap", means.means, name="means"),
    path("cach-dang-nhap/dia-chi", means.add_address, name="add_address"),
    path("cach-dang-nhap/dia-chi/ma", means.add_address_code, name="add_address_code"),
    path("dang-xuat/moi-noi", means.end_sessions, name="end_sessions"),
    path("uy-quyen", mandates.mandates, name="mandates"),
    path("uy-quyen/moi", mandates.give, name="give_mandate"),
    path("uy-quyen/<int:number>/cham-dut", mandates.end_mandate, name="end_mandate"),
    path("du-lieu", leaving.rights, name="rights"),
    path("du-lieu/ban-sao.json", leaving.copy, name="copy"),
    path("giay-to", papers.papers, name="papers"),
    path("giay-to/<int:number>.pdf", papers.paper, name="paper"),
    path("giay-to/<int:number>.jpg", papers.picture, name="paper_picture"),
    path("tin-bao/may", told.device, name="device"),
    path("tin-bao/may/bo", told.forget_devices, name="forget_devices"),
    path("o-lai", signing_in.stay, name="stay"),
    path("dang-xuat", signing_in.sign_out, name="sign_out"),
]
