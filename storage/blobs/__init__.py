"""Where sealed bytes lie. A store knows names and bytes, no keys; all stores pass the same contract tests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class BlobStat:
    """What was kept: its size in bytes and its SHA-256 in hex, both of the sealed bytes."""

    size: int
    sha256: str


class BlobStore(Protocol):
    """Names are ids and nothing else; any other raises BlobNameRefused."""

    def put(self, name: str, chunks: Iterable[bytes]) -> BlobStat:
        """Returns only when the blob survives a power cut. Raises BlobExists and BlobUnwritten."""

    def get(self, name: str) -> Iterator[bytes]:
        """Raises BlobMissing."""

    def delete(self, name: str) -> None:
        """Afterwards there is no such blob, whether there was one or not."""

    def exists(self, name: str) -> bool: ...

    def sweep(self, older_than: datetime) -> int:
        """How many abandoned writes from before that moment were removed. What was acknowledged stays."""
