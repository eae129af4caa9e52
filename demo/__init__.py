"""A demonstration told only through actions with a fixed clock: a ward of today and four offices of the past."""

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
