"""The home's first screen."""

import dataclasses
from datetime import date, datetime
from typing import Any

from flask import Response, json, make_response
from flask.views import MethodView
from marshmallow import fields

from auth.guard import current_actor
from portfolio import first_screen
from portfolio.api.blueprint import ApiSchema, make_blueprint
from portfolio.pages.blueprint import now, parts

blueprint = make_blueprint("first_screens", "What a home needs tonight")


class FirstScreenSchema(ApiSchema):
    heading = fields.Dict()
    important = fields.Dict(
        metadata={"description": "*Viktigt nu*: allergies, medicines, risks, plans, absences, unknown"}
    )


@blueprint.route("/children/<child>/first-screen")
class FirstScreens(MethodView):
    @blueprint.response(200, FirstScreenSchema)
    @blueprint.alt_response(404, description="No such child living with you")
    def get(self, child: str) -> Response:
        """Open the first screen, for the purpose of daily care."""
        screen = first_screen.open_for_home(current_actor(), parts().vault, child, now())
        response = make_response(json.dumps(dataclasses.asdict(screen), default=_plain, ensure_ascii=False))
        response.mimetype = "application/json"
        return response


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)
