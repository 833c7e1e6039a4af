"""What is typed to confirm a paper: its code, or the file itself, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakuba.documents.gate import LIMIT_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class VerifyForm(forms.Form):
    """A code that may be wrong in any way, and a file that is only added up, never opened."""

    code = forms.CharField(
        label=gettext_lazy("文書確認コード"),
        help_text=gettext_lazy("文書の下のほうにある12けたの英数字です。例：CDFG-HJKM-2345"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "autocapitalize": "characters"}
        ),
        error_messages={"max_length": gettext_lazy("文書確認コードは12けたの英数字です")},
    )
    file = forms.FileField(
        label=gettext_lazy("PDFのファイル"),
        help_text=gettext_lazy(
            "町が作ったPDFから変わっていないかを比べます。送ったファイルは、比べたあと残しません。10MBまで。"
        ),
        required=False,
        widget=forms.FileInput(attrs={"class": "input", "accept": "application/pdf"}),
        error_messages={
            "empty": gettext_lazy("選んだファイルは中身が空です。別のファイルを選んでください"),
            "invalid": gettext_lazy("ファイルを選び直してください"),
            "missing": gettext_lazy("ファイルを選び直してください"),
        },
    )

    def clean_file(self) -> UploadedFile | None:
        """The file, if the town could have made it at all: its own papers are far smaller than what is let in."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LIMIT_BYTES:
            raise forms.ValidationError(
                _("ファイルが10MBを超えています。町の文書は、もっと小さいPDFです。ファイルを確かめてください")
            )
        return file

    def clean(self) -> dict[str, Any]:
        """One of both at least."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["code"].strip() and cleaned["file"] is None:
            self.add_error("code", _("文書確認コードを入力するか、PDFのファイルを選んでください"))
        return cleaned
