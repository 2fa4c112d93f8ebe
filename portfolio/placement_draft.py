"""*Ny placering* before anything is shared: what can be chosen at each step, and the exact page the home would see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from auth.actors import Actor
from auth.identifiers import new_id
from consent import legal_bases
from consent.actions import Action
from consent.legal_bases import LegalBasis
from consent.purposes import Purpose
from consent.share_templates import TEMPLATES, ShareTemplate
from portfolio import admission, directory, evidence, first_screen, subjects
from portfolio.admission import Admitted
from portfolio.children import Heading, heading_with_on_call
from portfolio.clock import STOCKHOLM, in_stockholm
from portfolio.directory import Party
from portfolio.errors import InputRefused
from portfolio.first_screen import FirstScreen
from portfolio.placements import drafted, must_be_home, refuse_period
from portfolio.schemas.placement import HOME_TEMPLATES, NewPlacementSchema, StockholmMinute, UntilDateSchema
from portfolio.schemas.reading import InputSchema, read
from storage.vault import Vault

NOON = time(12)
EARLY_MORNING = time(6)
"""Until then *i natt* still means the night that is going on."""


@dataclass(frozen=True, slots=True)
class Until:
    """One way to choose how long: its word, and the minute it ends in Stockholm."""

    code: str
    ends: datetime

    @property
    def minute(self) -> str:
        return f"{in_stockholm(self.ends):%Y-%m-%dT%H:%M}"


@dataclass(frozen=True, slots=True)
class Running:
    """Another placement of the child's that runs, by its home's name."""

    placement: str
    home: str
    planned_end: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been chosen so far, and what the next step can choose among."""

    heading: Heading
    homes: tuple[Party, ...]
    home: Party | None
    template: ShareTemplate | None
    ways: tuple[Until, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Checked:
    """The last look before sharing: what was chosen, on what ground, and the page as the home will see it."""

    heading: Heading
    home: Party
    template: ShareTemplate
    basis: LegalBasis
    until: datetime
    law: str
    reference: str
    decided_by: str
    decided_at: datetime
    others: tuple[Running, ...]
    screen: FirstScreen


class ChosenSchema(InputSchema):
    """The end that travels in the address."""

    until = StockholmMinute()


def open_draft(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime) -> Draft:
    """Open the step after what has been chosen. Raises AccessDenied for a child, home or template of nobody's."""
    admitted = admission.admit(actor, Action.PREVIEW, Purpose.CASEWORK, child, at)
    permit = admitted.permit
    homes = directory.units_serving(permit, vault, permit.authority, "home")
    unit, code = given.get("unit", ""), given.get("template", "")
    home = must_be_home(permit, vault, unit) if unit else None
    template = TEMPLATES[code] if code in HOME_TEMPLATES else None
    return Draft(
        heading=heading_with_on_call(vault.open(permit), admitted.child, at),
        homes=homes,
        home=home,
        template=template,
        ways=ways(at, template.longest) if template else (),
        until=_until(given, template, at) if home and template else None,
    )


def check(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime) -> Checked:
    """The page before *Dela nu*. Raises AccessDenied before InputRefused."""
    try:
        form = read(NewPlacementSchema(), given)
    except InputRefused:
        admission.admit(actor, Action.PREVIEW, Purpose.CASEWORK, child, at)
        raise
    template = TEMPLATES[form["template"]]
    draft = drafted(child, form, template, new_id(), at)
    admitted = admission.admit_preview(actor, child, draft, at)
    refuse_period(form["until"], template, at)
    home = must_be_home(admitted.permit, vault, form["unit"])
    screen = first_screen.previewed(admitted, vault, draft)
    return Checked(
        heading=screen.heading,
        home=home,
        template=template,
        basis=legal_bases.in_force(template.basis),
        until=form["until"],
        law=form["law"],
        reference=form["reference"],
        decided_by=form["decided_by"],
        decided_at=evidence.decided_at(form["decided_at"], at),
        others=_others(admitted, vault, at),
        screen=screen,
    )


def _others(admitted: Admitted, vault: Vault, at: datetime) -> tuple[Running, ...]:
    found = subjects.running_placements(admitted.child, at)
    homes = directory.units(admitted.permit, vault, [one["unit"] for one in found])
    return tuple(Running(one["placement"], directory.name_of(homes, one["unit"]), one["planned_end"]) for one in found)


def typed_day(given: Mapping[str, Any]) -> str:
    """The minute that a typed day ends at, as the address carries it. Raises InputRefused."""
    day = read(UntilDateSchema(), given)["date"]
    return f"{day.isoformat()}T{NOON:%H:%M}"


def ways(at: datetime, longest: timedelta) -> tuple[Until, ...]:
    """How long it can be shared by one press: each ends at noon, none later than the template allows."""
    local = in_stockholm(at)
    first = local.date() if local.time() < EARLY_MORNING else local.date() + timedelta(days=1)
    monday = local.date() + timedelta(days=7 - local.weekday())
    days = {
        "tonight": first,
        "monday": monday,
        "week": local.date() + timedelta(days=7),
        "month": local.date() + timedelta(days=30),
    }
    if monday == first:
        del days["monday"]
    latest = (at + longest).replace(second=0, microsecond=0)
    noons = {code: datetime.combine(day, NOON, STOCKHOLM).astimezone(UTC) for code, day in days.items()}
    return tuple(Until(code, min(noon, latest)) for code, noon in noons.items())


def _until(given: Mapping[str, Any], template: ShareTemplate, at: datetime) -> datetime | None:
    if not given.get("until"):
        return None
    found: datetime = read(ChosenSchema(), {"until": given["until"]})["until"]
    refuse_period(found, template, at)
    return found
