"""A demonstration told only through actions: a ward of today with a fixed clock, and years of the past by the file."""

PASSWORD = "motcua-demo"


def people_to_sign_in_as() -> list[tuple[str, str, str]]:
    """(login, password, who) of the people a visitor would want to be."""
    return [
        ("minh", PASSWORD, "Trần Quang Minh, quầy tiếp nhận (reception)"),
        ("lan", PASSWORD, "Nguyễn Thị Lan, thụ lý hộ tịch (officer)"),
        ("nam", PASSWORD, "Ngô Hữu Nam, trưởng phòng (head of department)"),
        ("hoa", PASSWORD, "Lê Thị Hoa, chủ tịch phường (leader)"),
        ("van", PASSWORD, "Phạm Thu Vân, văn thư (clerk)"),
        ("giang", PASSWORD, "Đỗ Thu Giang, giám đốc Trung tâm (head of the one-stop centre)"),
    ]
