"""What officials type about erasures."""

from __future__ import annotations

from django import forms

from yakuba.core import text
from yakuba.records.actions.erasing import LONGEST_REASON


class AnswerForm(forms.Form):
    """Why an erasure is not agreed to; needed only then."""

    remark = forms.CharField(
        label="認めない理由",
        help_text="認めないときだけ書きます。氏名や住所は書きません。",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"max_length": f"認めない理由は{LONGEST_REASON}文字以内で書いてください"},
    )

    def clean_remark(self) -> str:
        """The words, if they can be shown."""
        typed = str(self.cleaned_data["remark"]).strip()
        if said := text.forbidden(typed.replace("\r\n", "\n")):
            raise forms.ValidationError(f"認めない理由に、{said}")
        return typed
