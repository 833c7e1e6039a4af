"""What systems officers type about authorised systems (連携システム) and their tokens."""

from __future__ import annotations

from typing import Any

from django import forms

from yakuba.accounts.protection_forms import Words

LASTING = (("90", "90日"), ("180", "180日"), ("365", "1年"))


class ProgramForm(forms.Form):
    """Who it is, for what, and in which procedures it may file."""

    use_required_attribute = False

    name = Words(
        label="連携システムの名前",
        help_text="運営する団体と、システムの名前。例：見本介護センター　記録システム",
        max_length=100,
    )
    purpose = Words(
        label="認める目的",
        help_text="協定や決裁の番号も書きます。例：利用者が頼んだ届出を代わりに送る（協定 第3号）",
        max_length=500,
        rows=3,
    )
    procedures = forms.MultipleChoiceField(
        label="申請できる手続",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "申請できる手続を1つ以上選んでください",
            "invalid_choice": "申請できる手続を選び直してください",
        },
    )

    def __init__(self, data: Any = None, *, procedures: list[tuple[str, str]]) -> None:
        super().__init__(data, label_suffix="")
        choices: Any = self.fields["procedures"]
        choices.choices = procedures


class ProgramTokenForm(forms.Form):
    """What the token is for, and how long it lasts: a year at most."""

    use_required_attribute = False

    label = Words(label="トークンの使いみち", help_text="例：本番、試験", max_length=60)
    days = forms.ChoiceField(
        label="使える期間",
        choices=LASTING,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={
            "required": "使える期間を選んでください",
            "invalid_choice": "使える期間を選び直してください",
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
