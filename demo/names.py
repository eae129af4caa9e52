"""Invented people; no name belongs to anybody."""

from random import Random

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
MALE = (("Văn", "Đức", "Quang", "Hữu", "Minh", "Công"), ("An", "Bảo", "Cường", "Dũng", "Đạt", "Hải", "Khôi", "Lâm",
        "Nam", "Phúc", "Quân", "Sơn", "Thành", "Tuấn", "Việt"))  # fmt: skip
FEMALE = (("Thị", "Ngọc", "Thu", "Thanh", "Phương", "Mai"), ("Anh", "Bích", "Chi", "Dung", "Giang", "Hà", "Hạnh",
          "Hương", "Lan", "Linh", "Nga", "Quỳnh", "Thảo", "Trang", "Yến", "Ngưỡng"))  # fmt: skip
STREETS = (
    "phố Cây Sấu",
    "phố Hàng Tre",
    "đường Bờ Sông",
    "ngõ Giếng Đá",
    "phố Lò Gạch",
    "đường Hoa Ban",
    "ngõ Đình",
)


def person(rng: Random) -> tuple[str, str, str]:
    """(full name, sex, citizen number that fits the sex and a birth year)."""
    male = rng.random() < 0.5
    middles, given = MALE if male else FEMALE
    name = f"{rng.choice(FAMILY)} {rng.choice(middles)} {rng.choice(given)}"
    year = rng.randint(60, 99)
    number = f"001{0 if male else 1}{year:02d}{rng.randint(0, 999999):06d}"
    return name, "Nam" if male else "Nữ", number


def address(rng: Random, ward: str) -> str:
    return f"Số {rng.randint(1, 199)}, {rng.choice(STREETS)}, {ward}"


def phone(rng: Random) -> str:
    """A mobile number of a range used for examples here."""
    return f"0912{rng.randint(0, 999999):06d}"
