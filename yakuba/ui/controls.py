"""How a bound field of any form becomes what `ui/components/field.html` and `error_summary.html` show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField
    from django.utils.safestring import SafeString

_BOXES = (forms.TextInput, forms.Textarea, forms.Select)
# Django's own lists are drawn here; a widget with a template of its own draws itself.
_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class Control:
    """One question as the page shows it.

    `mark` is must, may or empty; `shape` is choices, tick or plain; `described_by` lists the ids that are read out.
    """

    bound: BoundField
    hint: str
    errors: list[str]
    mark: str
    is_group: bool
    shape: str

    @property
    def id(self) -> str:
        """The id that every id of this question begins with."""
        return self.bound.auto_id or f"id_{self.bound.html_name}"

    @property
    def frame_id(self) -> str:
        """The id of the whole question, also when it has several boxes."""
        return f"field-{self.bound.html_name}"

    @property
    def first_id(self) -> str:
        """The id of the first thing to type in or press, where a link of the error summary leads."""
        if self.shape == "choices":
            return f"{self.id}_0"
        return getattr(self.bound, "first_id", "") or self.bound.id_for_label or self.frame_id

    @property
    def described_by(self) -> str:
        """The ids of mark, hint and error, in the order in which they are read out."""
        parts = {"mark": self.mark, "helptext": self.hint, "error": self.errors}
        return " ".join(f"{self.id}_{name}" for name, value in parts.items() if value)

    @property
    def decides(self) -> bool:
        """Whether other questions are shown or not by this one's answer (`show_if.js` listens)."""
        return bool(getattr(self.bound.field, "decides", False))

    @property
    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The choices of a list under their headings (empty where there is none), as Django describes them."""
        attributes = self.bound.build_widget_attrs({"id": self.id})
        widget = self.bound.field.widget
        context = widget.get_context(self.bound.html_name, self.bound.value(), attributes)
        return [(title or "", options) for title, options, _ in context["widget"]["optgroups"]]

    @property
    def html(self) -> SafeString:
        """The widget, with what assistive technology needs to know about it."""
        widget = self.bound.field.widget
        attributes = {} if self.is_group else {"aria-describedby": self.described_by}
        if isinstance(widget, _BOXES) and not isinstance(widget, _LISTS):
            given = str(widget.attrs.get("class", "")).split()
            attributes["class"] = " ".join(dict.fromkeys(["input", *given]))
        return self.bound.as_widget(attrs={name: value for name, value in attributes.items() if value})


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: where it leads (an id, or empty) and what it says."""

    id: str
    text: str


def control(bound: BoundField, *, mark: bool = True) -> Control:
    """Read a bound field; `mark=False` leaves out 必須 and 任意, for forms where every field is needed."""
    field = bound.field
    shape = "plain"
    if type(field.widget) in _LISTS:
        shape = "choices"
    elif isinstance(field.widget, forms.CheckboxInput):
        shape = "tick"
    return Control(
        bound=bound,
        # An example stands on a line of its own: broken in the middle, nobody recognises it.
        hint=str(getattr(field, "hint", "") or bound.help_text or "")
        .replace("。例：", "。\n例：")
        .replace(". Example:", ".\nExample:"),
        errors=[str(error) for error in bound.errors],
        mark=("must" if field.required else "may") if mark and getattr(field, "is_asked", True) else "",
        is_group=bool(getattr(field, "is_group", field.widget.use_fieldset)),
        shape=shape,
    )


def problems(form: forms.BaseForm) -> list[Problem]:
    """List what must be put right in a form: first its fields in their order, then what concerns it as a whole."""
    found = [
        Problem(control(bound).first_id, error) for bound in form for error in cast("list[str]", bound.errors)
    ]
    return found + [Problem("", str(error)) for error in form.non_field_errors()]
