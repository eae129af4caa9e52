"""Rating a service: seven short questions nobody has to answer, words, and the three buttons that send it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.domain.surveys.rules import LONGEST_REMARK, OTHER, Score, questions_on, reasons_on
from motcua.foundation.ui.forms import PageForm

from .words import language

YES, NO = "co", "chua"


class RatingForm(PageForm):
    """What may be said; `score` is the button pressed. Who is not satisfied is asked why, on the same page."""

    mark_optional = False
    score = forms.TypedChoiceField(
        choices=[(score, score) for score in Score],
        coerce=int,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Xin chọn một trong ba nút ở cuối trang.")
        ),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Ông/bà chưa hài lòng về điều gì?"), widget=forms.RadioSelect, required=False
    )
    remark = forms.CharField(
        label=gettext_lazy("Lời góp ý (không bắt buộc)"),
        max_length=LONGEST_REMARK,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *given: Any, on: date, **more: Any) -> None:
        super().__init__(*given, **more)
        self.questions = questions_on(on)
        for question in self.questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.said(language()),
                choices=[(YES, _("Có")), (NO, _("Chưa"))],
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["reason"].choices = [(row.key, row.said(language())) for row in reasons_on(on)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("score") == Score.DISSATISFIED and "reason" not in self.errors:
            if not found.get("reason"):
                self.add_error(
                    "reason", _("Xin chọn điều ông/bà chưa hài lòng, để cơ quan biết phải sửa gì.")
                )
            elif found["reason"] == OTHER and not found.get("remark"):
                self.add_error("remark", _("Xin viết vài chữ về lý do khác."))
        return found

    @property
    def asked(self) -> list[Any]:
        return [self[question.key] for question in self.questions]

    @property
    def asks_why(self) -> bool:
        return self.is_bound and str(self.data.get("score")) == str(int(Score.DISSATISFIED))

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of the action; questions left blank are not there."""
        found = self.cleaned_data
        answers = {q.key: found[q.key] == YES for q in self.questions if found[q.key]}
        return {"answers": answers, **{name: found[name] for name in ("score", "reason", "remark")}}
