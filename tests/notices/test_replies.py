"""What the answers of relays mean: one table."""

from datetime import timedelta

import pytest

from intake.notices.replies import A_WHILE, BACK_OFF, MOST_TRIES, UNTIL_TOMORROW, Fate, Reply, Stage, judge

NOW = timedelta()

ANSWERS = [
    (Stage.MESSAGE, 250, "2.0.0 OK 1234567890 queued", Fate.ACCEPTED),
    (Stage.MESSAGE, 250, "", Fate.ACCEPTED),
    (Stage.MESSAGE, 354, "go on", Fate.UNKNOWN),
    (Stage.RCPT, 252, "2.1.5 cannot verify the user", Fate.DEFERRED),
    (Stage.CONNECT, 421, "4.3.2 service shutting down", Fate.WAIT),
    (Stage.CONNECT, 554, "5.7.1 no service for you", Fate.WAIT),
    (Stage.MAIL, 421, "4.7.0 Temporary system problem", Fate.WAIT),
    (Stage.MAIL, 421, "too many messages in this connection", Fate.WAIT),
    (Stage.MESSAGE, 421, "4.7.28 unusual rate of unsolicited mail", Fate.WAIT),
    (Stage.RCPT, 450, "4.2.1 receiving mail at a rate that prevents delivery", Fate.WAIT),
    (Stage.RCPT, 451, "4.7.1 Greylisted, please come back later", Fate.WAIT),
    (Stage.RCPT, 451, "greylisted", Fate.WAIT),
    (Stage.RCPT, 452, "4.5.3 Too many recipients", Fate.WAIT),
    (Stage.RCPT, 452, "4.2.2 Mailbox full", Fate.DEFERRED),
    (Stage.RCPT, 450, "4.1.1 mailbox busy", Fate.DEFERRED),
    (Stage.MAIL, 451, "4.3.0 Error in processing", Fate.DEFERRED),
    (Stage.MESSAGE, 451, "4.4.2 Bad connection", Fate.DEFERRED),
    (Stage.RCPT, 552, "5.2.2 Mailbox full", Fate.DEFERRED),
    (Stage.RCPT, 550, "5.1.1 The email account does not exist", Fate.FAILED),
    (Stage.RCPT, 553, "5.1.3 bad address syntax", Fate.FAILED),
    (Stage.RCPT, 550, "No such user", Fate.FAILED),
    (Stage.RCPT, 551, "5.1.6 user has moved", Fate.FAILED),
    (Stage.MAIL, 550, "5.7.1 sender rejected", Fate.FAILED),
    (Stage.MESSAGE, 550, "5.7.26 unauthenticated mail is not accepted", Fate.FAILED),
    (Stage.MESSAGE, 552, "5.3.4 message too big", Fate.FAILED),
    (Stage.DATA, 503, "5.5.1 bad sequence", Fate.FAILED),
    (Stage.MESSAGE, 599, "nobody uses this", Fate.FAILED),
]
SILENCES = [
    (Stage.CONNECT, Fate.WAIT),
    (Stage.MAIL, Fate.WAIT),
    (Stage.RCPT, Fate.WAIT),
    (Stage.DATA, Fate.UNKNOWN),
    (Stage.MESSAGE, Fate.UNKNOWN),
]


@pytest.mark.parametrize(("stage", "code", "text", "fate"), ANSWERS)
def test_an_answer_is_read_by_its_code(stage: Stage, code: int, text: str, fate: Fate) -> None:
    assert judge(Reply(stage, code, text), deferrals=0, age=NOW).fate is fate


@pytest.mark.parametrize(("stage", "fate"), SILENCES)
def test_silence_is_not_known_once_the_message_was_begun(stage: Stage, fate: Fate) -> None:
    assert judge(Reply(stage, None), deferrals=0, age=NOW).fate is fate


def test_every_stage_has_an_answer_to_silence() -> None:
    assert {stage for stage, _ in SILENCES} == set(Stage)


@pytest.mark.parametrize("deferrals", range(MOST_TRIES))
def test_each_further_try_waits_longer(deferrals: int) -> None:
    verdict = judge(Reply(Stage.RCPT, 450, "4.1.1 busy"), deferrals=deferrals, age=NOW)
    assert (verdict.fate, verdict.wait) == (Fate.DEFERRED, BACK_OFF[deferrals])
    assert list(BACK_OFF) == sorted(BACK_OFF)


def test_the_tries_are_bounded_in_number_and_in_time() -> None:
    busy, slow = Reply(Stage.RCPT, 450, "4.1.1 busy"), Reply(Stage.RCPT, 451, "4.7.1 later")
    assert judge(busy, deferrals=MOST_TRIES, age=NOW).fate is Fate.FAILED
    assert judge(busy, deferrals=0, age=timedelta(hours=73)).fate is Fate.FAILED
    assert judge(slow, deferrals=0, age=timedelta(hours=73)).fate is Fate.FAILED
    assert judge(slow, deferrals=0, age=NOW).wait == A_WHILE


def test_a_full_mailbox_refused_for_good_gets_one_more_try_tomorrow() -> None:
    full = Reply(Stage.RCPT, 552, "5.2.2 mailbox full")
    assert judge(full, deferrals=0, age=NOW).wait == UNTIL_TOMORROW
    assert judge(full, deferrals=1, age=NOW).fate is Fate.FAILED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5.1.1 <ana.nunez+x@example.org>: no such user", "5.1.1 <(an address)>: no such user"),
        ("5.1.1 mailbox of josé@пример.рф is closed", "5.1.1 mailbox of (an address) is closed"),
        ("2.0.0 Ok: queued as 4F2A", "2.0.0 Ok: queued as 4F2A"),
    ],
)
def test_what_is_kept_of_an_answer_names_nobody(text: str, said: str) -> None:
    assert Reply(Stage.RCPT, 550, text).said == said


@pytest.mark.parametrize(
    ("reply", "least", "most"),
    [
        (Reply(Stage.RCPT, 450, "4.1.1 busy"), timedelta(minutes=4), timedelta(minutes=6)),
        (Reply(Stage.RCPT, 451, "4.7.1 later"), timedelta(minutes=5), timedelta(minutes=15)),
        (Reply(Stage.CONNECT, None, "refused"), timedelta(minutes=5), timedelta(minutes=15)),
        (Reply(Stage.RCPT, 552, "5.2.2 full"), timedelta(hours=19.2), timedelta(hours=28.8)),
        (Reply(Stage.RCPT, 550, "5.1.1 gone"), NOW, NOW),
    ],
)
def test_what_failed_together_is_not_tried_together(reply: Reply, least: timedelta, most: timedelta) -> None:
    waits = [judge(reply, deferrals=0, age=NOW, jitter=jitter).wait for jitter in (-7, -1, 0.0, 1, 7)]
    assert waits[0] == waits[1] == least
    assert waits[3] == waits[4] == most
    assert waits == sorted(waits)
