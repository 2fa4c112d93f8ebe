"""The gate: asks `policy`, writes the answer in the ledger, and only then mints a Permit.

Refusals are written too, in the chain of the asked child's authority (the asker's if there is no such child), so
that a stranger slows nobody who has a right.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from pymongo.client_session import ClientSession

from auth.actors import Actor
from auth.identifiers import new_id
from consent import grants, guard_document, ledger, policy
from consent.actions import Action
from consent.committer import Admission, Committer
from consent.errors import AccessDenied, FactsMoved
from consent.facts import DocumentFact, GrantFact, OfficeRequest, Request, Standing, Subject
from consent.grounds import grant_covers
from consent.permit import ListPermit, OfficePermit, Permit
from consent.purposes import Purpose
from consent.transactions import transaction

T = TypeVar("T")

_COMMITTER = Committer()


def admit(actor: Actor, action: Action, purpose: Purpose, subject: Subject | None, at: datetime) -> Permit:
    """Let the actor do one thing about one child, with those of `subject.documents` that they may see.

    Raises AccessDenied, and FactsMoved when the child's facts changed since they were read.
    """
    if subject is None:
        _refuse(actor, action, purpose, None, "no_such_child", at)
        raise AccessDenied
    request = Request(actor, action, purpose, at, subject, grants.standing(subject.child, actor))
    decision = policy.decide(request)
    if not isinstance(decision, policy.Allowed):
        _refuse(actor, action, purpose, subject, decision.bar, at)
        raise AccessDenied
    shown = tuple(fact for fact in subject.documents if policy.decide(_about(request, fact)))
    return _permit(request, decision.ground, decision.standing, shown)


def admit_document(
    actor: Actor, action: Action, purpose: Purpose, subject: Subject | None, document: str, at: datetime
) -> Permit:
    """Let the actor do one thing with one document; refused exactly like a document that does not exist."""
    if subject is None:
        return admit(actor, action, purpose, None, at)
    facts = grants.standing(subject.child, actor)
    for fact in subject.documents:
        if fact.document != document:
            continue
        request = Request(actor, action, purpose, at, subject, facts, fact)
        decision = policy.decide(request)
        if isinstance(decision, policy.Allowed):
            return _permit(request, decision.ground, decision.standing, (fact,))
        break
    _refuse(actor, action, purpose, subject, "no_ground", at)
    raise AccessDenied


def admit_preview(actor: Actor, subject: Subject | None, draft: GrantFact, at: datetime) -> Permit:
    """Let an officer see what a grant would show its recipient, before it is given: the same rule, not a copy.

    The child's words are included exactly as the recipient would get them (docs/adr/0004).
    """
    if subject is None:
        return admit(actor, Action.PREVIEW, Purpose.CASEWORK, None, at)
    request = Request(actor, Action.PREVIEW, Purpose.CASEWORK, at, subject)
    decision = policy.decide(request)
    if not isinstance(decision, policy.Allowed):
        _refuse(actor, Action.PREVIEW, Purpose.CASEWORK, subject, decision.bar, at)
        raise AccessDenied
    purpose = min(draft.purposes)
    shown = tuple(
        fact
        for fact in subject.documents
        if grant_covers(draft, Request(actor, Action.READ, purpose, at, subject, (), fact))
        and not any(bar(Request(actor, Action.READ, purpose, at, subject, (), fact)) for bar in policy.BARS)
    )
    return _permit(request, decision.ground, decision.standing, shown)


def admit_list(actor: Actor, action: Action, purpose: Purpose, subjects: Sequence[Subject], at: datetime) -> ListPermit:
    """Let the actor see the names of those children, of the given ones, that they have standing to.

    One entry in the list chain of each authority whose children are named; none named, the asker's own.
    """
    admitted: dict[str, list[tuple[str, Standing, str]]] = {}
    standing = grants.standing_among((subject.child for subject in subjects), actor)
    for subject in subjects:
        request = Request(actor, action, purpose, at, subject, standing.get(subject.child, ()))
        decision = policy.decide(request)
        if isinstance(decision, policy.Allowed):
            admitted.setdefault(subject.authority, []).append((subject.child, decision.standing, decision.ground))
    entries = transaction(lambda session: _list_entries(actor, action, purpose, admitted, at, session))
    children = frozenset(child for rows in admitted.values() for child, _, _ in rows)
    return ListPermit(entries, actor, at, children)


def admit_office(actor: Actor, action: Action, authority: str, at: datetime) -> OfficePermit:
    """Let the actor do one thing in an authority's office. Raises AccessDenied."""
    return _admit_office(OfficeRequest(actor, action, at, authority))


def admit_invited(actor: Actor, invitation: str, authority: str, at: datetime) -> OfficePermit:
    """Let somebody who holds an invitation's code see its names and answer it. Raises AccessDenied."""
    return _admit_office(OfficeRequest(actor, Action.ANSWER_INVITATION, at, authority, invitation))


def found_authority(actor: Actor, authority: str, at: datetime) -> OfficePermit:
    """Let an authority begin, with its first unit and officer. Opens nothing that exists: its chain must be new.

    Raises AccessDenied when the authority exists already.
    """
    line = _line(actor, Action.RUN_OFFICE, Purpose.OFFICE, "allowed", "begins_an_authority", Standing("", ""), "", ())
    chain = f"office:{authority}"

    def within(session: ClientSession) -> str:
        if ledger.exists(chain, session):
            raise AccessDenied
        return ledger.append(chain, line, at, session)

    return OfficePermit(transaction(within), actor, Action.RUN_OFFICE, at, authority, "")


def change(permit: Permit, write: Callable[[ClientSession], T]) -> T:
    """Carry out a write under a Permit: all of it, with the child's epoch bumped, or nothing.

    Raises FactsMoved when anything about the child changed since the Permit was given.
    """

    def within(session: ClientSession) -> T:
        if not guard_document.bump(permit.child, permit.epoch, session):
            raise FactsMoved
        return write(session)

    return transaction(within)


def register(permit: OfficePermit, child: str, write: Callable[[ClientSession], T]) -> T:
    """Begin a child's guard and chain together with her first records."""

    def within(session: ClientSession) -> T:
        guard_document.begin(child, permit.authority, session)
        return write(session)

    return transaction(within)


def _admit_office(request: OfficeRequest) -> OfficePermit:
    decision = policy.decide_office(request)
    actor, action, at, authority = request.actor, request.action, request.at, request.authority
    if not isinstance(decision, policy.Allowed):
        _refuse(actor, action, Purpose.OFFICE, None, decision.bar, at)
        raise AccessDenied
    shown = (("invitation", request.invitation),) if request.invitation else ()
    line = _line(actor, action, Purpose.OFFICE, "allowed", decision.ground, decision.standing, "", shown)
    entry = transaction(lambda session: ledger.append(f"office:{authority}", line, at, session))
    return OfficePermit(entry, actor, action, at, authority, decision.standing.unit)


def _permit(request: Request, ground: str, standing: Standing, shown: tuple[DocumentFact, ...]) -> Permit:
    subject = request.subject
    versions = tuple((fact.kind, fact.version) for fact in shown)
    line = _line(request.actor, request.action, request.purpose, "allowed", ground, standing, subject.child, versions)
    entry = _enter(subject, line, request.at)
    return Permit(
        entry=entry,
        actor=request.actor,
        action=request.action,
        purpose=request.purpose,
        at=request.at,
        child=subject.child,
        authority=subject.authority,
        epoch=subject.epoch,
        ground=ground,
        role=standing.role,
        unit=standing.unit,
        grant=standing.grant,
        documents=frozenset(fact.document for fact in shown),
    )


def _enter(subject: Subject, line: ledger.Line, at: datetime) -> str:
    entry = new_id()
    if not _COMMITTER.enter(Admission(subject.child, subject.epoch, line, at, entry)):
        raise FactsMoved
    return entry


def _refuse(actor: Actor, action: Action, purpose: Purpose, subject: Subject | None, bar: str, at: datetime) -> None:
    authority = subject.authority if subject else _own_authority(actor)
    child = subject.child if subject else ""
    line = _line(actor, action, purpose, "refused", bar, Standing("", ""), child, ())
    transaction(lambda session: ledger.append(f"refused:{authority}", line, at, session))


def _list_entries(
    actor: Actor,
    action: Action,
    purpose: Purpose,
    admitted: dict[str, list[tuple[str, Standing, str]]],
    at: datetime,
    session: ClientSession,
) -> tuple[str, ...]:
    if not admitted:
        line = _line(actor, action, purpose, "allowed", "nobody_listed", Standing("", ""), "", ())
        return (ledger.append(f"list:{_own_authority(actor)}", line, at, session),)
    entries = []
    for authority, rows in sorted(admitted.items()):
        children = tuple(("child", child) for child, _, _ in rows)
        _, standing, ground = rows[0]
        line = _line(actor, action, purpose, "allowed", ground, standing, "", children)
        entries.append(ledger.append(f"list:{authority}", line, at, session))
    return tuple(entries)


def _line(
    actor: Actor,
    action: Action,
    purpose: Purpose,
    outcome: str,
    reason: str,
    standing: Standing,
    child: str,
    shown: tuple[tuple[str, str], ...],
) -> ledger.Line:
    return ledger.Line(
        account=actor.account,
        person=actor.person,
        unit=standing.unit,
        role=standing.role,
        action=action,
        purpose=purpose,
        outcome=outcome,
        reason=reason,
        grant=standing.grant,
        child=child,
        shown=shown,
    )


def _own_authority(actor: Actor) -> str:
    return actor.memberships[0].authority if actor.memberships else "none"


def _about(request: Request, document: DocumentFact) -> Request:
    return Request(
        request.actor, request.action, request.purpose, request.at, request.subject, request.grants, document
    )
