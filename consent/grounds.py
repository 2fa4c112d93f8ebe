"""Reasons to let somebody through. Each returns in which capacity, or None when it does not apply."""

from datetime import datetime

from auth.actors import Actor, Membership, Role
from consent.facts import DocumentFact, GrantFact, OfficeRequest, Request, Side, Standing, Tie
from consent.purposes import Purpose
from consent.share_templates import KEPT_TO_ITS_WRITERS


def is_the_child(request: Request) -> Standing | None:
    """It is her own page and her own log."""
    if request.actor.person != request.subject.person or request.purpose is not Purpose.OWN_STORY:
        return None
    if request.document is not None and request.document.audience is None:
        return None
    return Standing(unit="", role=Role.CHILD)


def answers_for_the_child(request: Request) -> Standing | None:
    """An officer of the child's authority, named as answering for her, doing casework."""
    if request.purpose is not Purpose.CASEWORK or not _is_tied(request.actor, request.subject.officers, request.at):
        return None
    office = _membership(request.actor, Role.OFFICER, request.subject.authority, request.at)
    if office is None or not _is_told(request.document, Side.OFFICER):
        return None
    return Standing(unit=office.unit, role=Role.OFFICER)


def holds_a_grant(request: Request) -> Standing | None:
    """A grant in force lets the actor's unit, or the actor, do this for this purpose."""
    for grant in request.grants:
        membership = _receives(grant, request.actor, request.at)
        if membership is not None and grant_covers(grant, request):
            return Standing(unit=membership.unit, role=membership.role, grant=grant.grant)
    return None


def works_for_the_authority(request: OfficeRequest) -> Standing | None:
    """An officer of this authority, for what comes before there is a relationship to a child."""
    office = _membership(request.actor, Role.OFFICER, request.authority, request.at)
    return Standing(unit=office.unit, role=Role.OFFICER) if office else None


def runs_the_office(request: OfficeRequest) -> Standing | None:
    """An administrator of this authority: units and people, never a child's content (I10)."""
    office = _membership(request.actor, Role.ADMINISTRATOR, request.authority, request.at)
    return Standing(unit=office.unit, role=Role.ADMINISTRATOR) if office else None


def holds_an_invitation(request: OfficeRequest) -> Standing | None:
    """Somebody whom the authority has asked and who has the code: for the names on the invitation, and to answer."""
    return Standing(unit="", role="") if request.invitation else None


def grant_covers(grant: GrantFact, request: Request) -> bool:
    """Whether the grant, by itself and whoever receives it, covers what is asked at that instant (I6, I12)."""
    return (
        grant.child == request.subject.child
        and request.action in grant.actions
        and request.purpose in grant.purposes
        and grant.in_force(request.subject.placements, request.at)
        and _scope_has(grant, request.document)
        and _is_told(request.document, grant.side)
    )


def _receives(grant: GrantFact, actor: Actor, at: datetime) -> Membership | None:
    for membership in actor.memberships:
        if not membership.active(at) or SIDES.get(membership.role) is not grant.side:
            continue
        if grant.unit == membership.unit or (grant.person is not None and grant.person == actor.person):
            return membership
    return None


SIDES: dict[Role, Side] = {
    Role.CARER: Side.HOME,
    Role.SCHOOL: Side.SCHOOL,
    Role.CLINICIAN: Side.CARE,
    Role.GUARDIAN: Side.FAMILY,
}
"""In which capacity a recipient reads; a role that is not here can receive nothing."""


def _scope_has(grant: GrantFact, document: DocumentFact | None) -> bool:
    if document is None:
        return True
    if document.kind in KEPT_TO_ITS_WRITERS and document.unit != grant.unit:
        return False
    if document.kind not in grant.kinds:
        return False
    return grant.documents is None or document.audience is not None or document.document in grant.documents


def _is_told(document: DocumentFact | None, side: Side) -> bool:
    return document is None or document.audience is None or side in document.audience


def _is_tied(actor: Actor, ties: tuple[Tie, ...], at: datetime) -> bool:
    return any(tie.person == actor.person and tie.period.covers(at) for tie in ties)


def _membership(actor: Actor, role: Role, authority: str, at: datetime) -> Membership | None:
    for membership in actor.memberships:
        if membership.role is role and membership.authority == authority and membership.active(at):
            return membership
    return None
