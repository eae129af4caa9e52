"""The pages of staff in English: what stays Vietnamese is names and what people wrote, and each says its language."""

import json
import re
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from motcua.domain.documents.rules import FORMS
from motcua.domain.offices.models import Posting
from motcua.foundation.ui.languages import VIETNAMESE, announced
from tests import stories
from tests.faces.desk_pages import signed_in
from tests.faces.public_pages import page_of
from tests.house.tree import ROOT
from tests.people import BIRTH, COPY, LINKED, Ward

pytestmark = pytest.mark.django_db
SPOKEN = ("aria-label", "title", "placeholder", "data-label", "data-key-name", "alt")
LIBRARY = ("procedures", "routes", "calendars", "reasons.toml", "reuse.toml", "notices.toml", "limits.toml")

COUNTER = {
    "reception": "/quay/", "chosen": f"/quay/?thu-tuc={BIRTH}", "counted": f"/quay/?thu-tuc={COPY}",
    "picker": "/quay/tim-thu-tuc?q=ks", "online": "/quay/ho-so", "waiting": "/quay/ho-so?loai=bo-sung",
    "handing over": "/quay/chuyen-ho-so", "returning": "/quay/tra-ket-qua", "day": "/quay/trong-ngay",
    "case": "/quay/ho-so/{filed}", "accepting": "/quay/ho-so/{filed}/tiep-nhan",
    "asking": "/quay/ho-so/{filed}/yeu-cau-bo-sung", "refusing": "/quay/ho-so/{filed}/tu-choi",
    "brought": "/quay/ho-so/{asked}/da-bo-sung", "withdrawing": "/quay/ho-so/{asked}/rut",
    "done": "/quay/ho-so/{asked}/xong", "giving back": "/quay/tra-ket-qua/{done}",
}  # fmt: skip
OFFICER = {
    "inbox": "/ban-lam-viec", "due": "/ban-lam-viec?tab=due", "found": "/ban-lam-viec?q=zzz", "held": "/ho-so/{held}",
    "asked": "/ho-so/{asked}", "finished": "/ho-so/{done}", "consulted": "/ho-so/{consulted}", "linked": "/lien-thong",
    "me": "/toi", "password": "/toi/mat-khau", "palette": "/tim?q=khai+sinh", "nothing": "/tim?q=zzzz",
    "supplement": "/ho-so/{held}/supplement-requested", "opinion": "/ho-so/{held}/opinion-asked",
    "file": "/ho-so/{held}/file-added", "not hers": "/ho-so/{held}/approved", "not there": "/ho-so/khong-co",
}  # fmt: skip
LEADER = {
    "queue": "/ky-duyet", "signing": "/ho-so/{drafted}/approved", "sending back": "/ho-so/{drafted}/sent-back",
    "stopping": "/ho-so/{held}/stopped", "extending": "/ho-so/{held}/extended", "reopening": "/ho-so/{done}/reopened",
    "parent": "/ho-so/{parent}", "deputy": "/toi/phan-cong-thay",
}  # fmt: skip
ADMIN = {
    "units": "/quan-tri", "unit": "/quan-tri/{justice}", "employing": "/quan-tri/{justice}/them-can-bo",
    "posting": "/quan-tri/{justice}/bo-tri", "calendar": "/quan-tri/{justice}/lich-lam-viec",
    "ending": "/quan-tri/{justice}/ket-thuc/{posting}",
}  # fmt: skip


@pytest.fixture
def places(ward: Ward, clock: stories.Clock) -> dict[str, Any]:
    named: dict[str, Any] = {
        name: stories.case_at(ward, place).code
        for name, place in {"filed": "1", "held": "4", "asked": "5", "done": "9", "drafted": "4k"}.items()
    }
    named["consulted"] = stories.consulted(ward).code
    named["parent"] = stories.case_at(ward, "4a", code=LINKED).code
    return named | {"justice": ward.justice.pk, "posting": Posting.objects.get(staff=ward.lan).pk}


@cache
def _library() -> str:
    """Names of procedures, papers, routes; the reasons and letters of the office."""
    found = [
        path for name in LIBRARY for path in [ROOT / "library" / name, *(ROOT / "library" / name).rglob("*")]
    ]
    return " ".join(path.read_text("utf-8") for path in found if path.is_file())


def _kept(models: Any) -> str:
    """Everything the office has written into its database, as one text."""
    rows: list[Model] = [row for model in models for row in model.objects.all()]
    return json.dumps([list(row.__dict__.values()) for row in rows], default=str, ensure_ascii=False)


def names() -> str:
    titles = [form.title for forms in FORMS.values() for form in forms.values()]
    known = " ".join([_library(), _kept(apps.get_models()), *titles, "Tiếng Việt", "Mẫu", "đồng"])
    return " ".join(re.sub(r"\\[nu\"]", " ", known).split()).lower()


def fragments(tree: Any) -> list[str]:
    """What is said in Vietnamese letters on the page, in texts and in what is read aloud."""
    for part in tree.xpath("//script | //textarea | //input[@type='hidden']"):
        part.drop_tree()
    said = [str(text) for text in tree.xpath("//body//text() | //title/text()")]
    said += [node.get(name) or "" for node in tree.xpath("//body//*") for name in SPOKEN]
    return [" ".join(text.split()) for text in said if VIETNAMESE.search(text)]


def untranslated(text: str, known: str) -> bool:
    """Whether something of the text is neither English nor a name the office has."""
    for part in re.split(r"[·:;,()“”→+–.]", re.sub(r"For example: .*|“[^”]*”", "", text).lower()):
        words = part.split()
        marked = [place for place, word in enumerate(words) if VIETNAMESE.search(word)]
        if marked and " ".join(words[marked[0] : marked[-1] + 1]) not in known:
            return True
    return False


@pytest.mark.parametrize(
    ("who", "pages"),
    [("minh", COUNTER), ("lan", OFFICER), ("hoa", LEADER), ("an", ADMIN)],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_stays_vietnamese_on_an_english_page_is_a_name(
    ward: Ward, places: dict[str, Any], who: str, pages: dict[str, str]
) -> None:
    client, known, found = signed_in(getattr(ward, who)), names(), {}
    for name, address in pages.items():
        response = client.get("/en" + address.format(**places))
        tree = page_of(response)
        assert tree.get("lang") == "en", name
        if odd := sorted({text for text in fragments(tree) if untranslated(text, known)}):
            found[name] = odd
    assert found == {}


def test_every_text_in_vietnamese_letters_says_its_language(ward: Ward, places: dict[str, Any]) -> None:
    for who, pages in (("minh", COUNTER), ("lan", OFFICER), ("hoa", LEADER), ("an", ADMIN)):
        for name, address in pages.items():
            tree = page_of(signed_in(getattr(ward, who)).get("/en" + address.format(**places)))
            silent = [
                str(text)
                for text in tree.xpath("//body//text()[not(ancestor::*[@lang='vi'])][not(ancestor::script)]")
                if VIETNAMESE.search(text)
            ]
            assert silent == [], name


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>Applicant <b>Lê Hoa</b></p>", '<p>Applicant <b><span lang="vi">Lê Hoa</span></b></p>'),
        ("<p> Phí </p>", '<p> <span lang="vi">Phí</span> </p>'),
        ("<p>Minh, 3.430</p>", "<p>Minh, 3.430</p>"),
        ('<p lang="vi">Đã <b>xong</b> việc</p>Đủ', '<p lang="vi">Đã <b>xong</b> việc</p><span lang="vi">Đủ</span>'),
        ('<p lang="vi">Một<p lang="en">One <i>Hà</i>', '<p lang="vi">Một<p lang="en">One <i><span lang="vi">Hà</span></i>'),
        ('<option value="1">Nữ</option>', '<option lang="vi" value="1">Nữ</option>'),
        ("<textarea rows=2>Đủ</textarea>", '<textarea lang="vi" rows=2>Đủ</textarea>'),
        ("<title>Hộp</title><script>//Hộp</script>", "<title>Hộp</title><script>//Hộp</script>"),
        ('<input value="Hộp"><br>Hộp', '<input value="Hộp"><br><span lang="vi">Hộp</span>'),
        ("<ul><li>Hà<li>x</ul>Hà", '<ul><li><span lang="vi">Hà</span><li>x</ul><span lang="vi">Hà</span>'),
    ],
)  # fmt: skip
def test_vietnamese_words_are_announced_where_they_stand(page: str, said: str) -> None:
    assert announced(page) == said


def test_pages_in_vietnamese_are_left_as_they_are(ward: Ward) -> None:
    assert b'<span lang="vi">' not in signed_in(ward.lan).get("/ban-lam-viec").content
