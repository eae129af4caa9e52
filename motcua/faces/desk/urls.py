from django.urls import path

from . import signing_in

app_name = "desk"
urlpatterns = [
    path("dang-nhap", signing_in.sign_in, name="sign_in"),
    path("dang-xuat", signing_in.sign_out, name="sign_out"),
]
