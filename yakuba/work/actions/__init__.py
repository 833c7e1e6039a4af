"""What is done to the to-do list, and what officials keep beside a matter."""

from yakuba.work.actions.beside import BadWords, add_label, add_note, pass_on, remove_label, unwatch, watch
from yakuba.work.actions.filters import drop_filter, save_filter
from yakuba.work.actions.items import (
    NotTheirs,
    ask_office,
    assign,
    close_items,
    hand_over,
    open_item,
    release,
)
from yakuba.work.actions.reminders import go_on_reminding, put_aside, remind

__all__ = [
    "BadWords",
    "NotTheirs",
    "add_label",
    "add_note",
    "ask_office",
    "assign",
    "close_items",
    "drop_filter",
    "go_on_reminding",
    "hand_over",
    "open_item",
    "pass_on",
    "put_aside",
    "release",
    "remind",
    "remove_label",
    "save_filter",
    "unwatch",
    "watch",
]
