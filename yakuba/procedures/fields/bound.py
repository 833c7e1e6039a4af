"""The Django side of every question: one form field and one bound field that know their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from yakuba.procedures.fields.kind import Kind


class Wrong(Exception):
    """What was typed cannot be taken; the message names the field, the fault and the way out."""


class WrongItems(Wrong):
    """Some answers inside the items of a repeated question cannot be taken: messages by (item, field id)."""

    def __init__(self, errors: dict[tuple[int, str], str], *, item: str) -> None:
        super().__init__(_("、").join(errors.values()))
        self.errors = errors
        self.messages = [
            _("{item}{number}：{message}").format(item=item, number=number + 1, message=message)
            for (number, _name), message in errors.items()
        ]


class BoundAnswer(forms.BoundField):
    """A question on a page, with what a template needs to frame it."""

    field: AnswerField

    @property
    def kind_name(self) -> str:
        """The name of the kind, e.g. "date"."""
        return self.field.kind_name

    @property
    def hint(self) -> str:
        """The hint below the label, or an empty text."""
        return self.field.hint

    @property
    def is_group(self) -> bool:
        """Whether the label is the legend of a fieldset."""
        return self.field.is_group

    @property
    def first_id(self) -> str:
        """The id to which the error summary links."""
        return self.field.first_id(self)

    @property
    def hint_id(self) -> str:
        """The id that the hint must carry; the controls point to it."""
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        """The id that the error must carry; the controls point to it."""
        return f"{self.auto_id}_error"

    @property
    def use_fieldset(self) -> bool:
        """Django's name for `is_group`."""
        return self.field.is_group

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Let the controls inside a fieldset point to its hint and error too: not every reader reads a fieldset's."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.is_group and self.aria_describedby:
            attrs.setdefault("aria-describedby", self.aria_describedby)
        return attrs


class AnswerField(forms.Field):
    """The form field of one question; everything that differs between kinds is asked of the kind."""

    bound_field_class = BoundAnswer

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        super().__init__(
            label=kind.field.label,
            help_text=kind.field.hint or "",
            required=kind.field.required,
            widget=kind.widget(),
            label_suffix="",
        )
        # Set by the form: whether another question on the page depends on this one.
        self.decides = False
        self._is_settled = False

    @property
    def kind_name(self) -> str:
        """The name of the kind, e.g. "date"."""
        return self.kind.name

    @property
    def hint(self) -> str:
        """The hint below the label, or an empty text."""
        return str(self.help_text)

    @property
    def is_group(self) -> bool:
        """Whether the label is the legend of a fieldset."""
        return self.kind.is_group

    @property
    def is_asked(self) -> bool:
        """Whether anybody is asked, or the value is only shown."""
        return self.kind.is_asked

    def first_id(self, bound: forms.BoundField) -> str:
        """The id to which the error summary links."""
        return self.kind.first_id(bound.auto_id)

    def clean(self, value: Any) -> Any:
        """What was typed as the kind reads it; a wrong or missing answer becomes a sentence."""
        try:
            cleaned = self.kind.read(value, self.initial)
        except WrongItems as wrong:
            self.widget.errors = wrong.errors
            raise ValidationError(wrong.messages, code="wrong") from wrong
        except Wrong as wrong:
            raise ValidationError(str(wrong), code="wrong") from wrong
        if cleaned is None and self.required:
            raise ValidationError(self.kind.ask(), code="required")
        return cleaned

    def settle(self, stored: Any) -> None:
        """Show this answer from now on, whatever the page sent: it has been taken in already."""
        self.initial = self.kind.initial(stored)
        self._is_settled = True

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the controls show again after a mistake."""
        return self.initial if self._is_settled else self.kind.redisplayed(data, initial)
