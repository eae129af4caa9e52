"""A demonstration told only through actions: a ward of today with a fixed clock, and years of the past by the file."""

PASSWORD = "motcua-demo"


def people_to_sign_in_as() -> list[tuple[str, str, str]]:
    """(login, password, who) of the people a visitor would want to be; citizens get a code instead of a password."""
    return [
        ("minh", PASSWORD, "Trần Quang Minh, quầy tiếp nhận (reception)"),
        ("lan", PASSWORD, "Nguyễn Thị Lan, thụ lý hộ tịch (officer)"),
        ("nam", PASSWORD, "Ngô Hữu Nam, trưởng phòng (head of department)"),
        ("hoa", PASSWORD, "Lê Thị Hoa, chủ tịch phường (leader)"),
        ("van", PASSWORD, "Phạm Thu Vân, văn thư (clerk)"),
        ("giang", PASSWORD, "Đỗ Thu Giang, giám đốc Trung tâm (head of the one-stop centre)"),
        ("tam@vidu.example", "mã ở /hop-thu", "Nguyễn Văn Tâm, người dân, vào ở /tai-khoan (citizen)"),
        ("nam@vidu.example", "mã ở /hop-thu", "Trần Thị Năm, chủ quán phở, vào ở /tai-khoan (citizen)"),
    ]
