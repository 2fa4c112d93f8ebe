"""Placements: begin one and share in the same breath, undo it at once, end it. What the home wrote stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from auth.identifiers import is_id, new_id
from auth.models import rows
from consent import grants
from consent.actions import Action
from consent.errors import AccessDenied, GrantRefused
from consent.facts import GrantFact, Period
from consent.permit import Permit
from consent.purposes import Purpose
from consent.share_templates import TEMPLATES, ShareTemplate
from portfolio import admission, directory, evidence, subjects
from portfolio.admission import Admitted
from portfolio.children import Heading, heading_with_on_call
from portfolio.directory import Party
from portfolio.errors import InputRefused, StepNotAllowed
from portfolio.kinds import bundles_of
from portfolio.models import Child
from portfolio.schemas.placement import EndPlacementSchema, NewPlacementSchema
from portfolio.schemas.reading import read
from portfolio.words import N_
from storage.vault import Opening, Vault

UNTIL_WORDS = {
    "ends_before_it_begins": N_("Välj en tid som inte har varit."),
    "longer_than_basis": N_("Så länge går det inte att dela. Välj en kortare tid."),
}


@dataclass(frozen=True, slots=True)
class PlacementPage:
    """A placement as its own page shows it: who, where, until when, and what it rests on."""

    heading: Heading
    placement: str
    home: Party
    form: str
    law: str
    begins: datetime
    planned_end: datetime
    ends: datetime | None
    end_reason: str
    is_shared: bool
    """Whether the home can read now because of this placement."""
    awaits_written_decision: str
    """The grant that still rests on an oral decision; empty when none does."""

    @property
    def runs(self) -> bool:
        return self.ends is None


def start(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime, *, placement: str) -> None:
    """Begin a placement and give its home what the template says, all at once.

    The same `placement` id sent twice begins one placement. Raises AccessDenied before InputRefused.
    """

    def write(opened: Admitted, session: ClientSession) -> None:
        form = read(NewPlacementSchema(), given)
        if not is_id(placement):
            raise InputRefused({"": [N_("Börja om från början.")]})
        if any(one["placement"] == placement for one in opened.child.get("placements", ())):
            return
        template = TEMPLATES[form["template"]]
        must_be_home(opened.permit, vault, form["unit"])
        fact = drafted(child, form, template, placement, at)
        refuse_period(form["until"], template, at)
        rows(Child).update_one(
            {"_id": child}, {"$push": {"placements": _row(fact, form, template, actor)}}, session=session
        )
        _give(opened.permit, vault.open(opened.permit), fact, template, form, session)

    admission.change(lambda: admission.admit(actor, Action.START_PLACEMENT, Purpose.CASEWORK, child, at), write)


def drafted(child: str, form: Mapping[str, Any], template: ShareTemplate, placement: str, at: datetime) -> GrantFact:
    """The grant that a template gives a home for a placement, from now until what was chosen."""
    return GrantFact(
        grant=new_id(),
        child=child,
        side=template.side,
        unit=form["unit"],
        person=None,
        actions=template.actions,
        purposes=frozenset({template.purpose}),
        kinds=template.kinds,
        documents=None,
        period=Period(at, form["until"]),
        placement=placement,
    )


def refuse_period(until: datetime, template: ShareTemplate, at: datetime) -> None:
    """Raises InputRefused for an end that has passed, or that the template does not reach."""
    if until <= at:
        raise InputRefused({"until": [UNTIL_WORDS["ends_before_it_begins"]]})
    if until - at > template.longest:
        raise InputRefused({"until": [UNTIL_WORDS["longer_than_basis"]]})


def must_be_home(permit: Permit, vault: Vault, unit: str) -> Party:
    """The home of that id, if it has said yes to the child's authority. Raises AccessDenied."""
    home = directory.unit_serving(permit, vault, permit.authority, "home", unit)
    if home is None:
        raise AccessDenied
    return home


def undo(actor: Actor, child: str, placement: str, at: datetime) -> None:
    """Take back a placement that was shared wrongly: it ends now, and so does what it gave."""

    def write(opened: Admitted, session: ClientSession) -> None:
        _end(opened, placement, "shared_wrongly", session)
        for grant in grants.of_child(opened.permit):
            if grant.fact.placement == placement:
                grants.withdraw(opened.permit, grant.fact.grant, session)

    admission.change(lambda: _admit_end(actor, child, at), write)


def end(actor: Actor, child: str, placement: str, given: Mapping[str, Any], at: datetime) -> None:
    """End a placement now; what is tied to it ends with it. Raises StepNotAllowed when it has ended already."""

    def write(opened: Admitted, session: ClientSession) -> None:
        _end(opened, placement, read(EndPlacementSchema(), given)["reason"], session)

    admission.change(lambda: _admit_end(actor, child, at), write)


def open_one(actor: Actor, vault: Vault, child: str, placement: str, at: datetime) -> PlacementPage:
    """Open a placement for whoever answers for the child."""
    admitted = admission.admit(actor, Action.READ, Purpose.CASEWORK, child, at)
    row = _found(admitted, placement)
    opening = vault.open(admitted.permit)
    given = [one for one in grants.of_child(admitted.permit) if one.fact.placement == placement]
    oral = [one.fact.grant for one in given if one.evidence.kind == "oral_decision"]
    homes, placed = directory.units(admitted.permit, vault, (row["unit"],)), subjects.placement_facts(admitted.child)
    return PlacementPage(
        heading=heading_with_on_call(opening, admitted.child, at),
        placement=placement,
        home=homes.get(row["unit"], Party(row["unit"], "")),
        form=row["form"],
        law=row["law"],
        begins=row["begins"],
        planned_end=row["planned_end"],
        ends=row.get("ends"),
        end_reason=row.get("end_reason", ""),
        is_shared=any(one.fact.in_force(placed, at) for one in given),
        awaits_written_decision=oral[0] if oral else "",
    )


def _admit_end(actor: Actor, child: str, at: datetime) -> Admitted:
    return admission.admit(actor, Action.END_PLACEMENT, Purpose.CASEWORK, child, at)


def _end(opened: Admitted, placement: str, reason: str, session: ClientSession) -> None:
    row = _found(opened, placement)
    if row.get("end_reason") == reason:
        return
    if "ends" in row:
        raise StepNotAllowed
    rows(Child).update_one(
        {"_id": opened.permit.child, "placements.placement": placement},
        {
            "$set": {
                "placements.$.ends": opened.permit.at,
                "placements.$.end_reason": reason,
                "placements.$.ended_by": opened.permit.actor.person,
            }
        },
        session=session,
    )


def _found(admitted: Admitted, placement: str) -> dict[str, Any]:
    for row in admitted.child.get("placements", ()):
        if row["placement"] == placement:
            found: dict[str, Any] = row
            return found
    raise AccessDenied


def _row(fact: GrantFact, form: Mapping[str, Any], template: ShareTemplate, actor: Actor) -> dict[str, Any]:
    return {
        "placement": fact.placement,
        "unit": fact.unit,
        "form": template.form,
        "law": form["law"],
        "begins": fact.period.begins,
        "planned_end": fact.period.ends,
        "begun_by": actor.person,
    }


def _give(
    permit: Permit,
    opening: Opening,
    fact: GrantFact,
    template: ShareTemplate,
    form: Mapping[str, Any],
    session: ClientSession,
) -> None:
    try:
        grants.give(
            permit,
            fact,
            template=template.code,
            bundles=bundles_of(template.kinds),
            basis=template.basis,
            evidence=evidence.given(opening, fact.grant, form, permit.at),
            session=session,
        )
    except GrantRefused as refused:
        words = UNTIL_WORDS.get(refused.reason, N_("Det går inte att dela så här. Börja om."))
        raise InputRefused({refused.field: [words]}) from None
