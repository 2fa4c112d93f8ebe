"""The child's own words: she alone writes them, and for each answer she says who may read it.

Nothing is ever written over: every change is a version, and what she takes back stays taken back until she herself
gives it again.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from auth.models import rows
from consent.actions import Action
from consent.errors import AccessDenied
from consent.purposes import Purpose
from portfolio import admission, documents
from portfolio.admission import Admitted
from portfolio.errors import VersionConflict
from portfolio.kinds import KINDS
from portfolio.kinds.own_words import BY_CODE, QUESTIONS, OwnWordsSchema, Question
from portfolio.models import Child, DocumentRecord
from portfolio.schemas.reading import read
from storage.vault import Opening, Vault

KIND = KINDS["own_words"]
VERSIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child answers to one question now; number 0 when she has not answered yet."""

    question: Question
    number: int = 0
    pictures: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
    audience: tuple[str, ...] = ()
    at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        return bool(self.pictures or self.words)


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """One answer with what she answered before, newest first."""

    answer: Answer
    earlier: tuple[Answer, ...]


def child_of(actor: Actor) -> str:
    """The child that this person is; empty for everybody else, which the gate refuses like any unknown child."""
    row = rows(Child).find_one({"person": actor.person}, {"_id": 1})
    return row["_id"] if row else ""


def answers(opening: Opening, found: Collection[Mapping[str, Any]]) -> tuple[Answer, ...]:
    """Her answer to every question, in the questions' order, from the document records that a Permit shows."""
    by_code = {row["key"]: row for row in found if row["kind"] == KIND.code}
    return tuple(_answer(question, opening, by_code.get(question.code)) for question in QUESTIONS)


def open_one(actor: Actor, vault: Vault, question: str, at: datetime) -> OpenedAnswer:
    """Open one of her own answers for the child. Raises AccessDenied."""
    admitted = _admit(actor, Action.READ, question, at)
    opening = vault.open(admitted.permit)
    row = _row(admitted)
    answer = _answer(_asked(question), opening, row)
    return OpenedAnswer(answer, _earlier(answer, opening, row) if row else ())


def save(actor: Actor, vault: Vault, given: Mapping[str, Any], at: datetime, *, based_on: int) -> int:
    """Save an answer and who may read it; return its number. The same answer again makes no new version.

    Raises AccessDenied, InputRefused, and VersionConflict when a newer version than `based_on` says something else.
    """

    def write(opened: Admitted, session: ClientSession) -> int:
        new = _read(given)
        opening, row = vault.open(opened.permit), _row(opened)
        saved = _answer(new.question, opening, row)
        if _same(new, saved):
            return saved.number
        if saved.number != based_on:
            raise VersionConflict(saved.number)
        return _keep(opened, opening, row, new, session)

    return _change(actor, given.get("question"), at, write)


def undo(actor: Actor, vault: Vault, given: Mapping[str, Any], at: datetime, *, based_on: int) -> int:
    """Take back the last change as a new version, so that undoing can be undone too; return the newest number.

    What `given` holds beyond the saved answer was never saved, and leaving it is the whole undoing. An answer
    taken back is read by nobody who could not read it just now.
    """

    def write(opened: Admitted, session: ClientSession) -> int:
        new = _read(given)
        opening, row = vault.open(opened.permit), _row(opened)
        saved = _answer(new.question, opening, row)
        if row is None or saved.number != based_on or not _same(new, saved):
            return saved.number
        before = next(iter(_earlier(saved, opening, row, limit=1)), Answer(saved.question))
        again = _narrowed(before, saved)
        return saved.number if _same(again, saved) else _keep(opened, opening, row, again, session)

    return _change(actor, given.get("question"), at, write)


def restore(actor: Actor, vault: Vault, question: str, number: int, at: datetime, *, based_on: int) -> int:
    """Answer again as version `number` did, read by nobody who could not read the answer just now.

    Raises AccessDenied for a version that is not among those shown, and VersionConflict.
    """

    def write(opened: Admitted, session: ClientSession) -> int:
        opening, row = vault.open(opened.permit), _row(opened)
        if row is None:
            raise AccessDenied
        saved = _answer(_asked(question), opening, row)
        if saved.number != based_on:
            raise VersionConflict(saved.number)
        for before in _earlier(saved, opening, row):
            if before.number == number:
                return _keep(opened, opening, row, _narrowed(before, saved), session)
        raise AccessDenied

    return _change(actor, question, at, write)


def keep_to_herself(actor: Actor, vault: Vault, question: str, at: datetime, *, based_on: int) -> int:
    """*Jag ändrade mig*: from now on nobody but she reads this answer, whatever has been saved meanwhile.

    Returns the number that a form made from version `based_on` stands on afterwards.
    """

    def write(opened: Admitted, session: ClientSession) -> int:
        opening, row = vault.open(opened.permit), _row(opened)
        saved = _answer(_asked(question), opening, row)
        if row is None or not saved.audience:
            return based_on
        alone = Answer(saved.question, pictures=saved.pictures, words=saved.words)
        number = _keep(opened, opening, row, alone, session)
        return number if saved.number == based_on else based_on

    return _change(actor, question, at, write)


def _admit(actor: Actor, action: Action, question: object, at: datetime) -> Admitted:
    """Admit to one answer, or to the child's page as such where there is none yet."""
    child = child_of(actor)
    query = {"child": child, "kind": KIND.code, "key": question}
    known = isinstance(question, str) and question in BY_CODE
    found = rows(DocumentRecord).find_one(query, {"_id": 1}) if known else None
    if found is None:
        return admission.admit(actor, action, Purpose.OWN_STORY, child, at)
    return admission.admit_document(actor, action, Purpose.OWN_STORY, child, found["_id"], at)


def _change(actor: Actor, question: object, at: datetime, write: Callable[[Admitted, ClientSession], int]) -> int:
    return admission.change(lambda: _admit(actor, Action.SAVE_OWN_WORDS, question, at), write)


def _asked(question: str) -> Question:
    if question not in BY_CODE:
        raise AccessDenied
    return BY_CODE[question]


def _read(given: Mapping[str, Any]) -> Answer:
    loaded = read(OwnWordsSchema(), given)
    question = BY_CODE[loaded["question"]]
    chosen = tuple(picture.code for picture in question.pictures if picture.code in loaded["pictures"])
    return Answer(question, pictures=chosen, words=loaded["words"], audience=tuple(sorted(set(loaded["audience"]))))


def _keep(
    opened: Admitted, opening: Opening, row: Mapping[str, Any] | None, answer: Answer, session: ClientSession
) -> int:
    content = {"question": answer.question.code, "pictures": list(answer.pictures), "words": answer.words}
    if row is None:
        key = answer.question.code
        documents.add(opened.permit, opening, KIND, content, session, key=key, audience=answer.audience)
        return 1
    return documents.supersede(
        opened.permit,
        opening,
        KIND,
        row,
        documents.encoded(content),
        session,
        based_on=row["head"]["number"],
        audience=answer.audience,
    )


def _row(admitted: Admitted) -> dict[str, Any] | None:
    return admitted.documents[0] if admitted.documents else None


def _answer(question: Question, opening: Opening, row: Mapping[str, Any] | None) -> Answer:
    if row is None:
        return Answer(question)
    document = documents.opened(opening, row)
    return _told(question, document.number, document.content, document.audience or (), document.at)


def _earlier(
    saved: Answer, opening: Opening, row: Mapping[str, Any], *, limit: int = VERSIONS_SHOWN
) -> tuple[Answer, ...]:
    found = documents.earlier(opening, row, limit=limit)
    return tuple(_told(saved.question, one.number, one.content, one.audience, one.at) for one in found)


def _told(
    question: Question, number: int, content: Mapping[str, Any], audience: Collection[str], at: datetime
) -> Answer:
    pictures = tuple(content["pictures"])
    return Answer(question, number, pictures, content["words"], tuple(sorted(audience)), at)


def _narrowed(before: Answer, saved: Answer) -> Answer:
    audience = tuple(side for side in before.audience if side in saved.audience)
    return Answer(saved.question, pictures=before.pictures, words=before.words, audience=audience)


def _same(one: Answer, other: Answer) -> bool:
    return (one.pictures, one.words, one.audience) == (other.pictures, other.words, other.audience)
