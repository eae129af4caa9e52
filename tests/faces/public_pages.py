"""What tests of public pages share: addresses, a reader of pages, the letters only Vietnamese has."""

import re
from typing import Any

from django.http import HttpResponse
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
