"""Old encodings: noticed, converted, and never seen where there are none."""

import pytest

from motcua.foundation.text import TextRefused, decode, from_legacy, looks_legacy

HEADER = "Cộng hòa xã hội chủ nghĩa Việt Nam"
PASTED = [
    ("NguyÔn V¨n §øc", "tcvn3", "Nguyễn Văn Đức"),
    ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3", HEADER),
    ("Tr­êng THCS ViÖt H­ng", "tcvn3", "Trường THCS Việt Hưng"),
    ("Số đã bỏ", None, ""),
    ("Nguyeãn Vaên Ñöùc", "vni", "Nguyễn Văn Đức"),
    ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", HEADER),
    ("NGUYEÃN THÒ HOÀNG", "vni", "NGUYỄN THỊ HỒNG"),
    ("Töø Thanh Hoùa, phöôøng Khöông Ñình", "vni", "Từ Thanh Hóa, phường Khương Đình"),
    ("NguyêÞn Viêòt ðýõòc", "cp1258", "Nguyễn Việt được"),
]


@pytest.mark.parametrize(("pasted", "encoding", "meant"), PASTED)
def test_pasted_text_of_an_old_font_is_noticed_and_converted(pasted: str, encoding: str, meant: str) -> None:
    assert looks_legacy(pasted) == encoding
    if encoding:
        assert from_legacy(pasted, encoding) == meant


VNI_TABLE = [
    ("aù aø aû aõ aï aâ aá aà aå aã aä aê aé aè aú aü aë", "á à ả ã ạ â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ"),
    ("eù eø eû eõ eï eâ eá eà eå eã eä", "é è ẻ ẽ ẹ ê ế ề ể ễ ệ"),
    ("í ì æ ó ò", "í ì ỉ ĩ ị"),
    ("où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï", "ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ"),
    ("uù uø uû uõ uï ö öù öø öû öõ öï", "ú ù ủ ũ ụ ư ứ ừ ử ữ ự"),
    ("yù yø yû yõ î ñ", "ý ỳ ỷ ỹ ỵ đ"),
]


@pytest.mark.parametrize(("written", "meant"), VNI_TABLE)
def test_the_whole_vni_table_is_known_in_both_cases(written: str, meant: str) -> None:
    assert from_legacy(written, "vni") == meant
    assert from_legacy(written.upper(), "vni") == meant.upper()


ORDINARY = [
    "Nguyễn Văn Đức",
    "Hoàng",
    "Ông Hoà và bà Thò",
    "José García",
    "Café Señor",
    "Đắk Lắk",
    "Krông Búk",
    "Cao Minh",
    "",
    "100 % – “trích”",
    "Hà",
    "Lê Thu Hà",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert looks_legacy(text) is None


def _bytes(text: str, encoding: str) -> bytes:
    """Text written in an old encoding, by turning its table round."""
    from motcua.foundation.text import legacy

    if encoding == "cp1258":
        # One tone after its letter, as the encoding wants it.
        parts = "".join(legacy.unicodedata.normalize("NFD", c) for c in text)
        letters = parts
        for base, mark, whole in (
            ("a", "\u0302", "â"),
            ("e", "\u0302", "ê"),
            ("o", "\u0302", "ô"),
            ("a", "\u0306", "ă"),
        ):
            letters = letters.replace(base + mark, whole)
            for tone in "\u0300\u0301\u0303\u0309\u0323":
                letters = letters.replace(base + tone + mark, whole + tone)
        return letters.replace("o\u031b", "ơ").replace("u\u031b", "ư").encode("cp1258")
    table = {"tcvn3": legacy._TCVN3, "viscii": legacy._VISCII}[encoding]
    back = {new: old for old, new in table.items()}
    return "".join(chr(back.get(c, ord(c))) for c in text).encode("cp1252", errors="surrogateescape")


@pytest.mark.parametrize("encoding", ["tcvn3", "cp1258"])
def test_a_file_in_an_old_encoding_is_read(encoding: str) -> None:
    text = "Họ và tên;Nguyễn Thị Hường;địa chỉ;xã Thiệu Hóa"
    assert decode(_bytes(text, encoding)) == (text, encoding)


def test_a_viscii_file_is_read() -> None:
    # RFC 1456: ễ AD, ệ AE, ị B8, đ F0, ứ D1, ă E5.
    assert decode(b"Nguy\xadn Th\xb8 Vi\xaet v\xe5n \xf0\xd1c") == ("Nguyễn Thị Việt văn đức", "viscii")


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("Lê Văn An".encode(), "Lê Văn An", "utf-8"),
        ("Lê Văn An".encode("utf-8-sig"), "Lê Văn An", "utf-8"),
        ("Lê Văn An".encode("utf-16"), "Lê Văn An", "utf-16"),
        (b"Jos\xe9 Garc\xeda", "José García", "cp1252"),
        (b"plain", "plain", "utf-8"),
    ],
)
def test_other_encodings_are_told_apart(raw: bytes, text: str, encoding: str) -> None:
    assert decode(raw) == (text, encoding)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(TextRefused, match="CSV UTF-8"):
        decode(b"PK\x03\x04\x00\x00")
