"""Move a handover along its table of steps (`portfolio.models.handover.STEPS`): each move is one conditional write."""

from collections.abc import Mapping
from typing import Any

from pymongo.client_session import ClientSession

from auth.models import rows
from consent import grants
from consent.permit import Permit
from portfolio.models import Handover
from portfolio.models.handover import RECEIVED, REPLACED, steps_before


def open_to(permit: Permit, school: str, session: ClientSession) -> tuple[dict[str, Any], ...]:
    """The child's handovers to a school that have not come to an end."""
    query = {"child": permit.child, "unit": school, "step": {"$in": steps_before(REPLACED)}}
    return tuple(rows(Handover).find(query, session=session))


def close(permit: Permit, row: Mapping[str, Any], step: str, session: ClientSession) -> bool:
    """End a handover, and with it its grant, at once. False when it had come to an end before."""
    found = rows(Handover).update_one(
        {"_id": row["_id"], "child": permit.child, "step": {"$in": steps_before(step)}},
        {"$set": {"step": step, "closed_at": permit.at, "closed_by": permit.actor.person}},
        session=session,
    )
    if found.matched_count == 0:
        return False
    grants.withdraw(permit, row["grant"], session)
    return True


def receive(permit: Permit, handover: str, role: Mapping[str, Any], session: ClientSession) -> bool:
    """Note who confirmed, in which role (a sealed field), and when. False when somebody had confirmed before."""
    found = rows(Handover).update_one(
        {"_id": handover, "child": permit.child, "step": {"$in": steps_before(RECEIVED)}},
        {
            "$set": {
                "step": RECEIVED,
                "received_at": permit.at,
                "received_by": permit.actor.person,
                "received_as": dict(role),
            }
        },
        session=session,
    )
    return found.matched_count == 1
