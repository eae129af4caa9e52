"""Filling in an application as a browser does: what is on the page is sent, with the answers put in."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING
from tests import strange_files as strange
from tests.faces.public_pages import page_of

# What Tâm answers, by the name of the field; each page takes those it has.
FATHER: dict[str, Any] = {
    "relation": "father",
    "child_born_on_0": "3",
    "child_born_on_1": "11",
    "child_born_on_2": "2026",
    "registered_before": "khong",
    "residence_0": "Số 8 ngõ 21",
    "residence_1": "thanh xuan, ha noi",
    "circumstance": "usual",
    "full_name": "Nguyễn Văn Tâm",
    "identity_number": "001090012345",
    "born_on_0": "12",
    "born_on_1": "8",
    "born_on_2": "1990",
    "sex": "nam",
    "phone": "0912 000 123",
    "email": "tam@vidu.vn",
    "child_name": "Nguyễn Minh An",
    "child_sex": "nu",
    "child_ethnicity": "Kinh",
    "child_nationality": "Việt Nam",
    "birth_place": "Bệnh viện Phụ sản Hà Nội",
    "home_town": "Nam Định",
    "mother_name": "Trần Thị Bình",
    "mother_born_on_0": "2",
    "mother_born_on_1": "2",
    "mother_born_on_2": "1992",
    "mother_number": "001192012345",
    "married": "co",
    "father_known": "co",
    "copies": "2",
    "result_by": "one_stop",
}


def begin(client: Client, code: str = "1.001193") -> str:
    """Press “Bắt đầu”; the address of the first page."""
    response = client.post(f"/thu-tuc/{code}/nop")
    assert response.status_code == 302, response.content[:300]
    return str(client.get(response["Location"])["Location"])


def fields_of(page: Any) -> dict[str, Any]:
    """What a browser would send of the page's form, untouched."""
    form = page.xpath('//main//form[@method="post"]')[0]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def press(client: Client, address: str, answers: dict[str, Any], **more: Any) -> Any:
    """Fill in what the page asks with the answers that fit it, and press the first button."""
    page = page_of(client.get(address))
    if address.endswith("/giay-to"):
        hand_in(client, page)
    names = set(page.xpath('//main//form[@method="post"]//*[@name]/@name'))
    sent = {**fields_of(page), **{name: value for name, value in answers.items() if name in names}, **more}
    return client.post(address, sent)


def hand_in(client: Client, page: Any) -> None:
    """A file for each paper that still needs one, looked at by the worker."""
    for link in page.xpath('//ul[@class="mc-tasks"]/li[contains(., "chưa có")]//a/@href'):
        sent = {"tep": SimpleUploadedFile("anh.pdf", strange.pdf(), "application/pdf")}
        assert client.post(link, sent)["Location"] == link
    for upload in Upload.objects.filter(state=CHECKING):
        check(upload.pk)


def go_through(
    client: Client, answers: dict[str, Any], code: str = "1.001193", *, until: str = "xong"
) -> str:
    """From “Bắt đầu” page by page to the address that ends in `until`."""
    address = begin(client, code)
    for _page in range(40):
        if address.endswith(until):
            return address
        given = {"truthful": "on", "agreed": "on"} if address.endswith("kiem-tra") else answers
        response = press(client, address, given)
        assert response.status_code == 302, (
            f"{address}: {page_of(response).xpath('//main')[0].text_content()[:1500]}"
        )
        address = response["Location"]
    raise AssertionError(f"stuck at {address}")
