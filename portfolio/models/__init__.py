"""Records of the portfolio: opaque ids, codes and times in clear; everything a person wrote is sealed."""

from mongoengine import Document

from portfolio.models.child import Child as Child
from portfolio.models.document import DocumentRecord as DocumentRecord
from portfolio.models.document import VersionRecord as VersionRecord
from portfolio.models.handover import Handover as Handover
from portfolio.models.parties import Authority as Authority
from portfolio.models.parties import Invitation as Invitation
from portfolio.models.parties import Person as Person
from portfolio.models.parties import Unit as Unit

RECORDS: tuple[type[Document], ...] = (
    Authority,
    Child,
    DocumentRecord,
    Handover,
    Invitation,
    Person,
    Unit,
    VersionRecord,
)
