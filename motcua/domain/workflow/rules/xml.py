"""Opening a BPMN file that a stranger may have written: no DTD, no entities, no network, no surprise in size."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from .route import RouteError

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MOTCUA = "urn:motcua:route:1"
MAX_BYTES = 512 * 1024

_DECLARED = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def open_bpmn(xml: bytes) -> etree._Element:
    """The `definitions` element of a BPMN 2.0 file. Raises RouteError with one sentence."""
    if not xml.strip():
        raise RouteError(["Tệp quy trình trống. Hãy chọn tệp BPMN khác."])
    if len(xml) > MAX_BYTES:
        raise RouteError(
            [f"Tệp quy trình lớn {len(xml) // 1024} KB, quá mức {MAX_BYTES // 1024} KB. Hãy bỏ bớt hình vẽ."]
        )
    try:
        text = xml.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RouteError(["Tệp quy trình không dùng bảng mã UTF-8. Hãy lưu lại tệp bằng UTF-8."]) from None
    if _DECLARED.search(text):
        raise RouteError(
            ["Tệp quy trình có khai báo DOCTYPE hoặc ENTITY, không được phép. Hãy bỏ khai báo đó."]
        )
    root = _parse(text)
    if root.tag != f"{{{BPMN}}}definitions":
        raise RouteError(
            ["Tệp này là XML nhưng không phải quy trình BPMN 2.0. Hãy xuất lại từ công cụ vẽ BPMN."]
        )
    return root


def local_name(element: etree._Element) -> str:
    """The name without namespace; empty for what is not an element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def is_bpmn(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).namespace == BPMN


def clean(text: str | None) -> str:
    """Words as typed, in NFC and with single spaces: drawing tools put line breaks into names."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def own(element: etree._Element, name: str) -> str:
    """An attribute of our own namespace."""
    return clean(element.get(f"{{{MOTCUA}}}{name}"))


def _parse(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as fault:
        line = f" (dòng {fault.lineno})" if fault.lineno else ""
        raise RouteError(
            [f"Tệp quy trình không phải XML đúng{line}. Hãy xuất lại tệp từ công cụ vẽ BPMN."]
        ) from None
