"""My children: those I answer for, those who live with me."""

from flask.views import MethodView
from marshmallow import fields

from auth.guard import current_actor
from consent.purposes import Purpose
from portfolio import caseload, in_the_home
from portfolio.api.blueprint import ApiSchema, PurposeQuery, make_blueprint
from portfolio.children import Heading
from portfolio.pages.blueprint import now, parts

blueprint = make_blueprint("children", "The children somebody has standing to")


class ListedChildSchema(ApiSchema):
    child = fields.String()
    name = fields.String(metadata={"description": "The name the child uses"})
    age = fields.Integer()
    animal = fields.String(metadata={"description": "With `colour`, the child's code name"})
    colour = fields.String()


class ListedChildrenSchema(ApiSchema):
    children = fields.List(fields.Nested(ListedChildSchema))


@blueprint.route("/children")
class Children(MethodView):
    @blueprint.arguments(PurposeQuery, location="query")
    @blueprint.response(200, ListedChildrenSchema)
    def get(self, query: dict[str, str]) -> dict[str, tuple[Heading, ...]]:
        """Those I answer for (`casework`), or who live with me (`daily_care`); none for any other purpose."""
        return {"children": _headings(Purpose(query["purpose"]))}


def _headings(purpose: Purpose) -> tuple[Heading, ...]:
    actor, vault, at = current_actor(), parts().vault, now()
    if purpose is Purpose.CASEWORK:
        return tuple(one.heading for one in caseload.mine(actor, vault, at))
    if purpose is Purpose.DAILY_CARE:
        return tuple(one.heading for one in in_the_home.children_here(actor, vault, at))
    return ()
