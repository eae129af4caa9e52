"""What tests of public pages share: addresses, a reader of pages, the letters only Vietnamese has."""

import gzip
import re
from dataclasses import dataclass
from functools import cache
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


@dataclass(frozen=True)
class Weight:
    """What a first visit of a page asks of the line: bytes with all headers, of which the page alone, and requests."""

    whole: int
    page: int
    requests: int

    @property
    def is_light(self) -> bool:
        return self.whole <= 65 * 1024 and self.page <= 10 * 1024 and self.requests <= 8


def weight(client: Client, address: str) -> Weight:
    """Of a page with the styles, scripts and fonts it asks for."""
    page = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert page.headers["Content-Encoding"] == "gzip", address
    asked = set(re.findall(rb'(?:href|src)="(/static/[^"#]+)', gzip.decompress(page.content)))
    return Weight(sent(page) + sum(file_weight(name.decode()) for name in asked), sent(page), len(asked) + 1)


@cache
def file_weight(name: str) -> int:
    file = Client().get(name)
    assert file.status_code == 200, name
    content = b"".join(file)
    # The collected ones are brotli, and smaller.
    return sent(file) + len(content if name.endswith("woff2") else gzip.compress(content, 9))


def assert_light(client: Client, address: str) -> None:
    """65 KB (the aim is 75), 8 requests and 10 KB of page for a first visit, styles, scripts and fonts included."""
    found = weight(client, address)
    assert found.is_light, found
