"""What a person may decide about a notice, by how it stands."""

from typing import Any

from django import forms

from intake.notices.kinds import KINDS
from intake.notices.models import Notice, NoticeState

_WORDS = {
    "send_again": "Send it again: the same words, as a new message to the present address",
    "deem_sent": "Count it as sent: what follows from sending follows now",
    "release": "Let it go now",
    "cancel": "Take it back: it was not sent",
}
_TO_THE_SAME = "Send it again: the same words, as a new message to the same address"
_BY_STATE = {
    NoticeState.UNKNOWN: ["send_again", "deem_sent"],
    NoticeState.FAILED: ["send_again"],
    NoticeState.HELD: ["release", "cancel"],
    NoticeState.QUEUED: ["cancel"],
}
_SENDS = {"send_again", "release"}


def settlements(notice: Notice) -> list[tuple[str, str]]:
    """What can be decided about it; empty when nothing is to decide. What was erased is not sent any more."""
    names = ["send_again"] if notice.needs_sending_again else _BY_STATE.get(NoticeState(notice.state), [])
    kind = KINDS.get(notice.kind)
    words = {**_WORDS, "send_again": _TO_THE_SAME} if kind and kind.is_for_the_mailbox else _WORDS
    return [(name, words[name]) for name in names if notice.has_words or name not in _SENDS]


class SettleForm(forms.Form):
    what = forms.ChoiceField(
        label="What shall happen",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what shall happen.",
            "invalid_choice": "The notice has moved on since you opened this page. Look at how it stands now.",
        },
    )
    reason = forms.CharField(
        label="Why",
        help_text="It goes on record with your name.",
        max_length=400,
        error_messages={
            "required": "Say why, in a few words: it goes on record with your name.",
            "max_length": "Say it in fewer words: %(limit_value)d characters at most.",
        },
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.offer(choices)

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """What can be decided now; what was typed stays."""
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
