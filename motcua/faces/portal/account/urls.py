from django.urls import path

from . import proving, signing_in

urlpatterns = [
    path("dang-nhap", signing_in.sign_in, name="sign_in"),
    path("dang-nhap/ma", signing_in.sign_in_code, name="sign_in_code"),
    path("dinh-danh", proving.prove, name="prove"),
    path("dinh-danh/ve", proving.proved, name="proved"),
    path("o-lai", signing_in.stay, name="stay"),
    path("dang-xuat", signing_in.sign_out, name="sign_out"),
]
