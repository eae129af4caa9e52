from django.urls import path

from . import passkeys, proving, signing_in, told

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
    path("o-lai", signing_in.stay, name="stay"),
    path("dang-xuat", signing_in.sign_out, name="sign_out"),
]
