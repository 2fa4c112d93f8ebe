"""What the child tells others: her answers that a Permit let through, as every adult's page shows them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from portfolio.documents import OpenedDocument
from portfolio.kinds.own_words import BY_CODE, Picture, Question


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One of her answers that holds something: the question, her pictures, her words, and when she gave them."""

    question: Question
    pictures: tuple[Picture, ...]
    words: str = field(repr=False)
    at: datetime


def told_answers(found: Iterable[OpenedDocument]) -> tuple[ToldAnswer, ...]:
    """Her answers among the documents, in the order of the questions."""
    given = {document.content["question"]: document for document in found if document.kind == "own_words"}
    told = (_told(question, given[code]) for code, question in BY_CODE.items() if code in given)
    return tuple(answer for answer in told if answer.words or answer.pictures)


def _told(question: Question, document: OpenedDocument) -> ToldAnswer:
    chosen = document.content["pictures"]
    pictures = tuple(picture for picture in question.pictures if picture.code in chosen)
    return ToldAnswer(question, pictures, document.content["words"], document.at)
