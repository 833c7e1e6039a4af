"""What officials type about keeping: why a disposal is stopped, why somebody is to be erased."""

from __future__ import annotations

from django import forms

from yakuba.applications.channel_forms import day, one_of, words
from yakuba.records.models import Hold


class HoldForm(forms.Form):
    """Why the records stay although their period may end, and until when."""

    kind = one_of("理由の種類", Hold.Kind.choices)
    reason = words("理由", "何のために要るのかが、後の人に分かるように書きます。")
    until_on = day(
        "いつまで",
        hint="分からないときは空けておきます。解くまで止まります。例：令和12年3月31日",
        required=False,
    )


class ErasureForm(forms.Form):
    """Why a person's data are to be erased."""

    reason = words("消去の理由", "係長・課長が、これを読んで決めます。例：本人から消去の請求があった。")
