"""Forms: markup that a screen reader follows, and sentences that say what to do."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from django import forms

from motcua.foundation.ui.forms import LooseDateField, PageForm, PartsDateField, form_errors
from motcua.foundation.ui.kitchen import KitchenForm


def today() -> date:
    return date(2026, 11, 22)


class Person(PageForm):
    name = forms.CharField(label="Họ và tên", max_length=30)
    phone = forms.CharField(label="Điện thoại", required=False)
    born = PartsDateField(label="Ngày sinh", birth=True, today=today)
    married = LooseDateField(label="Ngày kết hôn", required=False, today=today)
    story = forms.CharField(label="Trình bày", required=False, max_length=200, widget=forms.Textarea)


FULL = {"name": "Lan", "born_0": "12", "born_1": "8", "born_2": "1990"}


def person(**changes: Any) -> Person:
    return Person({**FULL, **changes})


def sentences(form: forms.Form) -> list[str]:
    return [error.sentence for error in form_errors(form)]


def test_a_good_form_gives_clean_values() -> None:
    form = person(married="12081999", name="  Nguyễn\u200b  Lan ")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Nguyễn Lan"
    assert form.cleaned_data["born"] == date(1990, 8, 12)
    assert form.cleaned_data["married"] == date(1999, 8, 12)


def test_decomposed_text_is_composed_in_the_value_and_on_the_page() -> None:
    form = person(name=unicodedata.normalize("NFD", "Nguyễn Thị Ngưỡng"))
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Nguyễn Thị Ngưỡng"
    assert 'value="Nguyễn Thị Ngưỡng"' in str(form["name"])


def test_line_breaks_live_in_a_text_area_and_nowhere_else() -> None:
    form = person(name="a\nb", story="một\r\nhai")
    assert form.is_valid()
    assert form.cleaned_data["name"] == "a b"
    assert form.cleaned_data["story"] == "một\nhai"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Hãy nhập họ và tên."),
        ({"name": "x" * 31}, "“Họ và tên” dài quá: nhiều nhất 30 ký tự, đang có 31."),
        ({"name": "Nguy\x07ễn"}, None),
        ({"born_0": "", "born_1": "", "born_2": ""}, "Hãy nhập ngày sinh."),
        ({"born_1": "", "born_2": ""}, "Ngày này còn thiếu tháng, năm."),
        ({"born_0": "31", "born_1": "2"}, None),
        ({"married": "hôm qua"}, None),
    ],
)
def test_a_fault_is_one_sentence_beside_its_field(changes: dict[str, str], sentence: str | None) -> None:
    found = sentences(person(**changes))
    assert len(found) == 1
    assert found[0] == sentence if sentence else found[0].endswith(".")


def test_text_in_an_old_font_is_refused_with_its_unicode_reading() -> None:
    old = "Céng hoµ x· héi chñ nghÜa ViÖt Nam"
    found = sentences(person(story=old))
    assert len(found) == 1
    assert "TCVN3" in found[0] and "Cộng hoà xã hội chủ nghĩa Việt Nam" in found[0]


def test_every_fault_links_to_a_control_that_is_on_the_page() -> None:
    form = KitchenForm({"copies": "hai"})
    page = form.render()
    for error in form_errors(form):
        assert f'id="{error.href[1:]}"' in page


def test_the_error_stands_between_label_and_control_and_describes_it() -> None:
    field = str(person(name="")["name"].as_field_group())
    assert field.index("<label") < field.index("govuk-error-message") < field.index("<input")
    assert 'aria-describedby="id_name_error"' in field
    assert 'aria-invalid="true"' in field and "govuk-input--error" in field


def test_optional_fields_say_so_and_nothing_is_required_by_the_browser() -> None:
    page = Person().render()
    assert page.count("(không bắt buộc)") == 3
    assert " required" not in page


def test_a_form_that_is_no_page_form_leaves_the_browser_silent_too() -> None:
    class Plain(forms.Form):
        name = forms.CharField(label="Tên")

    assert " required" not in Plain().render()


def test_a_filter_form_marks_nothing_as_optional() -> None:
    class Filter(PageForm):
        mark_optional = False
        year = forms.CharField(label="Năm", required=False)

    assert "không bắt buộc" not in Filter().render()


def test_groups_of_controls_have_a_legend_and_one_description() -> None:
    page = KitchenForm({"copies": "1"}).render()
    assert page.count("<fieldset") == page.count("<legend") == 3
    assert 'role="radiogroup" aria-describedby="id_sex_error"' in page
    assert 'autocomplete="bday-year"' in page


def test_sentences_given_by_a_page_are_kept() -> None:
    class Own(PageForm):
        name = forms.CharField(label="Tên", error_messages={"required": "Cho biết tên cháu bé."})

    assert sentences(Own({})) == ["Cho biết tên cháu bé."]


def test_a_label_with_a_percent_sign_breaks_no_sentence() -> None:
    class Share(PageForm):
        share = forms.CharField(label="Tỷ lệ %", max_length=2)

    assert sentences(Share({"share": "123"})) == ["“Tỷ lệ %” dài quá: nhiều nhất 2 ký tự, đang có 3."]
    assert sentences(Share({})) == ["Hãy nhập tỷ lệ %."]
