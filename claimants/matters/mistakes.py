"""What is wrong with an answer, as a sentence for the person who gave it."""


class AnswerError(Exception):
    """An answer that cannot be kept as it is. `str()` of it says what to do.

    `part` names the piece it is about (`from`, `to`, `country` …) and `row`, from 1, the row of a list.
    `all` holds this mistake and every other one found in the same answer.
    """

    def __init__(self, sentence: str, part: str = "", row: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.part = part
        self.row = row
        self.all: tuple[AnswerError, ...] = (self,)


def together(mistakes: list[AnswerError]) -> AnswerError:
    """Several mistakes in one answer as one error, each sentence kept."""
    first = AnswerError(" ".join(dict.fromkeys(m.sentence for m in mistakes)), mistakes[0].part, mistakes[0].row)
    first.all = tuple(mistakes)
    return first
