"""Why a whole file is refused."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    NOT_JSON = "not_json"
    NOT_A_BUNDLE = "not_a_bundle"
    NO_PATIENT = "no_patient"
    NO_SUBSTANCE = "no_substance"


class SummaryRefused(Exception):
    """The file cannot be read as a patient summary; `place` says where, nothing of it may be stored."""

    def __init__(self, place: str, reason: Refusal) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
