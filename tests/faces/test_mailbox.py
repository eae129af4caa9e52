"""The mailbox of the demonstration: what was sent can be read there, and nowhere in an office of real people."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client

from motcua.faces.cli.beside import free_ports, surroundings_of_fakes
from motcua.foundation.gateways.fakes import providers
from tests.faces.desk_pages import words

pytestmark = pytest.mark.django_db


def test_an_office_of_real_people_has_no_mailbox(settings: Any) -> None:
    settings.MAILBOX = ""
    assert Client().get("/hop-thu").status_code == 404


def test_what_the_mail_server_was_given_is_read_in_the_mailbox(tmp_path: Path, settings: Any) -> None:
    ports = free_ports()
    told = surroundings_of_fakes(tmp_path, ports)
    settings.MAILBOX = told["MOTCUA_MAILBOX"]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = told["MOTCUA_EMAIL_BACKEND"], told["MOTCUA_SMTP_HOST"]
    settings.EMAIL_PORT = int(told["MOTCUA_SMTP_PORT"])
    assert "Chưa có tin nào" in words(Client().get("/hop-thu"))
    with providers(tmp_path / "mailbox", tmp_path / "seals", ports):
        send_mail(
            "Đã tiếp nhận hồ sơ", "Hẹn trả: thứ Năm.\nhttp://testserver/tra-cuu", None, ["tam@vidu.example"]
        )
    page = Client().get("/hop-thu?kenh=mail")
    assert "Đã tiếp nhận hồ sơ" in words(page) and "tam@vidu.example" in words(page)
    assert '<a href="http://testserver/tra-cuu"' in page.content.decode()
    assert "Chưa có tin nào" in words(Client().get("/hop-thu?kenh=sms"))
    assert "Đã tiếp nhận hồ sơ" in words(Client().get("/hop-thu?den=Tam@"))
    assert "Chưa có tin nào" in words(Client().get("/hop-thu?den=nam@vidu.example"))
