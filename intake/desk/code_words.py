"""What codes of the house mean, in words: why a message was not taken, and what was decided about it."""

from intake.campaigns.actions import Decision
from intake.notices.grounds import Ground

GROUNDS = {
    Ground.ACCEPTED: "it was taken",
    Ground.PROVIDER: "our own mail relay was away or refused us",
    Ground.THROTTLE: "we were too fast for them",
    Ground.TEMPORARY: "nothing was taken for days",
    Ground.FULL: "the mailbox was full",
    Ground.ADDRESS: "nobody is at this address",
    Ground.POLICY: "they do not want mail from us",
    Ground.CONTENT: "what the message says was refused",
    Ground.SILENCE: "nothing was answered",
    Ground.UNRECOGNISED: "a reply that nobody has read before",
}
DECISIONS = {
    Decision.SAME_AGAIN: "send the same once more",
    Decision.SENT: "count it as sent",
    Decision.POST: "write by post",
}
NOT_SAID = "not said"
_WORDS = {code.value: words for code, words in (*GROUNDS.items(), *DECISIONS.items())}


def in_words(code: str) -> str:
    """A code of an earlier version of the house is shown as it is, without its joints."""
    return _WORDS.get(code, code.replace("_", " ")) or NOT_SAID
