"""What staff type to sign in."""

from __future__ import annotations

from typing import Any

from django import forms


class PasswordForm(forms.Form):
    """Login and password."""

    login = forms.CharField(
        label="ログイン名",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "ログイン名を入力してください。"},
    )
    password = forms.CharField(
        label="パスワード",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input"}),
        error_messages={"required": "パスワードを入力してください。"},
    )


class CodeForm(forms.Form):
    """The six digits that the authenticator app shows now."""

    code = forms.CharField(
        label="確認コード",
        help_text="認証アプリに出ている6けたの数字です。30秒ごとに変わります。",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "確認コードを入力してください。"},
    )


class RecoveryForm(forms.Form):
    """One recovery code."""

    code = forms.CharField(
        label="復旧コード",
        help_text="登録したときに控えた10個のうち、まだ使っていない1つです。例：7K2MD-Q4X9P",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "復旧コードを入力してください。"},
    )


class OwnPasswordForm(forms.Form):
    """The present password, asked again before something weighty."""

    password = forms.CharField(
        label="今のパスワード",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input"}),
        error_messages={"required": "今のパスワードを入力してください。"},
    )


class ChangePasswordForm(OwnPasswordForm):
    """The present password and a new one, twice."""

    new_password = forms.CharField(
        label="新しいパスワード",
        help_text="10文字以上。数字だけのものや、よく使われる言葉は使えません。",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "input"}),
        error_messages={"required": "新しいパスワードを入力してください。"},
    )
    new_password_again = forms.CharField(
        label="新しいパスワード（もう一度）",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "input"}),
        error_messages={"required": "新しいパスワードをもう一度入力してください。"},
    )

    def clean(self) -> dict[str, Any]:
        """The new password is the same both times, and another than before."""
        found = super().clean() or {}
        new = found.get("new_password")
        if new and found.get("new_password_again") and new != found["new_password_again"]:
            self.add_error(
                "new_password_again", "2つの新しいパスワードが違います。同じものを入力してください。"
            )
        if new and new == found.get("password"):
            self.add_error("new_password", "今のパスワードと同じです。別のパスワードにしてください。")
        return found
