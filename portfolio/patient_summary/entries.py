"""The resources of a bundle and what they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from portfolio.patient_summary.facts import LeftOut, LeftOutReason
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.source_json import Json

_TAIL: Final = re.compile(r"(?:^|/)([A-Za-z]+)/([^/]+?)(?:/_history/[^/]*)?$")
MAX_NESTED_BUNDLES: Final = 3


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource where it stands. `container` is the resource it is contained in, if any."""

    kind: str
    value: dict[str, Json] = field(repr=False)
    place: str
    full_url: str
    container: Resource | None = None

    def node(self, flaws: list[str]) -> Node:
        return Node(self.value, self.place, flaws)

    @property
    def id(self) -> str:
        found = self.value.get("id")
        return found if isinstance(found, str) else ""


class Entries:
    """All resources of one bundle, contained ones and those of nested bundles included, in file order."""

    def __init__(self, bundle: dict[str, Json]) -> None:
        self.flaws: list[str] = []
        self.left_out: list[LeftOut] = []
        self.resources: list[Resource] = []
        self._by_url: dict[str, Resource] = {}
        self._by_type_and_id: dict[tuple[str, str], Resource] = {}
        self._by_holder_and_id: dict[tuple[str, str], Resource] = {}
        self._walk(Node(bundle, "Bundle", self.flaws), MAX_NESTED_BUNDLES)
        for resource in self.resources:
            self._index(resource)

    def of(self, *kinds: str) -> Iterator[Resource]:
        return (resource for resource in self.resources if resource.kind in kinds)

    def resolve(self, reference: str, origin: Resource) -> Resource | None:
        """The resource a reference names: contained, by full URL, relative to the origin, by type and id."""
        reference = reference.strip()
        holder = origin.container or origin
        if reference.startswith("#"):
            return self._contained(reference[1:], holder)
        found = self._by_url.get(reference)
        tail = _TAIL.search(reference)
        if found or not tail:
            return found
        base = holder.full_url.removesuffix(f"{holder.kind}/{holder.id}")
        relative = self._by_url.get(f"{base}{tail[1]}/{tail[2]}") if base != holder.full_url else None
        return relative or self._by_type_and_id.get((tail[1], tail[2]))

    def _contained(self, name: str, holder: Resource) -> Resource | None:
        if not name:
            return holder
        return self._by_holder_and_id.get((holder.place, name))

    def _walk(self, bundle: Node, levels: int) -> None:
        for member in _every(bundle, "entry"):
            self._enter(member, levels)

    def _enter(self, entry: Node, levels: int) -> None:
        resource = self._resource_of(entry)
        kind = resource.value.get("resourceType") if resource and isinstance(resource.value, dict) else None
        if resource is None or not isinstance(resource.value, dict) or not isinstance(kind, str):
            if not self._is_only_a_notice(entry):
                self.left_out.append(LeftOut((resource or entry).place, LeftOutReason.UNREADABLE_ENTRY))
            return
        if kind == "Bundle" and levels:
            self._walk(resource, levels - 1)
            return
        url = entry.text("fullUrl") if entry.has("fullUrl") else None
        whole = Resource(kind, resource.value, resource.place, url or "")
        self.resources.append(whole)
        self._enter_contained(resource, whole)

    def _resource_of(self, entry: Node) -> Node | None:
        if isinstance(entry.value, dict) and "resourceType" in entry.value and "resource" not in entry.value:
            entry.flag()
            return entry
        return entry.one("resource")

    def _is_only_a_notice(self, entry: Node) -> bool:
        """Search answers and history may hold entries that only tell of a request, without a resource."""
        value = entry.value
        return isinstance(value, dict) and "resource" not in value and ("response" in value or "request" in value)

    def _enter_contained(self, node: Node, whole: Resource) -> None:
        for member in _every(node, "contained"):
            kind = member.value.get("resourceType") if isinstance(member.value, dict) else None
            if isinstance(member.value, dict) and isinstance(kind, str):
                self.resources.append(Resource(kind, member.value, member.place, "", whole))
            else:
                self.left_out.append(LeftOut(member.place, LeftOutReason.UNREADABLE_ENTRY))

    def _index(self, resource: Resource) -> None:
        if resource.container is not None:
            self._by_holder_and_id.setdefault((resource.container.place, resource.id.removeprefix("#")), resource)
            return
        if resource.full_url:
            self._by_url.setdefault(resource.full_url, resource)
            if tail := _TAIL.search(resource.full_url):
                self._by_type_and_id.setdefault((tail[1], tail[2]), resource)
            elif resource.full_url.startswith("urn:"):
                self._by_type_and_id.setdefault((resource.kind, resource.full_url.rsplit(":", 1)[1]), resource)
        if resource.id:
            self._by_url.setdefault(f"urn:uuid:{resource.id}", resource)
            self._by_type_and_id.setdefault((resource.kind, resource.id), resource)


def _every(node: Node, name: str) -> Iterator[Node]:
    """All members of a list, however many: no line may be lost to a limit."""
    found = node.child(name)
    if found is None:
        return
    if not isinstance(found.value, list):
        found.flag()
        yield found
        return
    for index, member in enumerate(found.value):
        yield Node(member, f"{found.place}[{index}]", found.flaws)


def reference_text(node: Node | None) -> str | None:
    """Where a Reference points; a plain text in its place is taken as the reference itself."""
    if node is None:
        return None
    if isinstance(node.value, str):
        node.flag()
        return node.value or None
    return node.text("reference") if node.has("reference") else None
