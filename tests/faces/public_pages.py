"""What tests of public pages share: addresses, a reader of pages, the letters only Vietnamese has."""

import gzip
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

VIETNAMESE = re.compile(
    "[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE
)
SPOKEN = ("aria-label", "title", "placeholder", "data-label", "alt", "value")
STANDING = ["/", "/thu-tuc", "/thu-tuc?q=khai+sinh", "/thu-tuc?q=xe+may", "/thu-tuc/1.001193",
            "/thu-tuc/1.001193/giay-to", "/tra-cuu", "/co-quan", "/tro-giup", "/kha-nang-tiep-can", "/quyen-rieng-tu",
            "/cong-khai/"]  # fmt: skip


def page_of(response: HttpResponse) -> Any:
    """The page as a tree."""
    return html.fromstring(response.content.decode())


def words_of(tree: Any) -> str:
    """What is to be read on a page or a part of it, in one line."""
    return " ".join(tree.text_content().split())


def left_in_vietnamese(tree: Any) -> list[str]:
    """Words in Vietnamese letters that no `lang="vi"` announces; names drawn in charts are left out."""
    for part in tree.xpath('//*[@lang="vi"] | //figure | //script'):
        if part.tag != "html":
            part.drop_tree()
    said = [text.strip() for text in tree.xpath("//body//text()") if VIETNAMESE.search(text)]
    said += [
        node.get(name)
        for node in tree.xpath("//body//*")
        for name in SPOKEN
        if VIETNAMESE.search(node.get(name) or "")
    ]
    return said


def sent(response: Any) -> int:
    """Bytes of an answer as they go over the line, with its headers; of a file only the headers."""
    head = sum(len(name) + len(value) + 4 for name, value in response.headers.items())
    return head + (0 if response.streaming else len(response.content))


def assert_light(client: Client, address: str) -> None:
    """75 KB, 8 requests and 10 KB of page for a first visit, styles, scripts and fonts included."""
    page = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert page.headers["Content-Encoding"] == "gzip"
    asked = set(re.findall(rb'(?:href|src)="(/static/[^"#]+)', gzip.decompress(page.content)))
    total = sent(page)
    for name in asked:
        file = client.get(name.decode())
        assert file.status_code == 200
        content = b"".join(file)
        packed = (
            content if name.endswith(b"woff2") else gzip.compress(content, 9)
        )  # the collected ones are brotli
        total += sent(file) + len(packed)
    assert sent(page) <= 10 * 1024
    assert total <= 75 * 1024
    assert len(asked) + 1 <= 8
