"""Why a patient summary is not imported, in words that name what a person can put right."""

from typing import Final

from marshmallow import fields

from portfolio.errors import InputRefused
from portfolio.patient_summary import Mismatch, Refusal, SummaryRefused
from portfolio.schemas.fields import Words
from portfolio.schemas.reading import InputSchema, read
from portfolio.words import N_

_FILE_WORDS: Final = {
    Refusal.TOO_LARGE: N_("Filen är för stor."),
    Refusal.TOO_DEEP: N_("Filen är byggd på ett sätt som inte går att läsa."),
    Refusal.NOT_JSON: N_("Filen är inte en läsbar patientöversikt: den är inte JSON."),
    Refusal.NOT_A_BUNDLE: N_("Filen är ingen patientöversikt: den är inte en Bundle."),
    Refusal.NO_PATIENT: N_("Filen säger inte vem den handlar om: den har ingen Patient."),
    Refusal.NO_SUBSTANCE: N_("Filen har en allergi eller ett läkemedel utan namn och utan kod."),
}
_MISMATCH_WORDS: Final = {
    Mismatch.NAME: N_("Namnet i filen är inte barnets namn."),
    Mismatch.BIRTH_DATE: N_("Födelsedagen i filen är inte barnets födelsedag."),
    Mismatch.PERSONNUMMER: N_("Personnumret i filen är inte barnets personnummer."),
    Mismatch.NOTHING_TO_COMPARE: N_("Filen har varken namn, födelsedag eller personnummer att jämföra med."),
}


class FileRefused(InputRefused):
    """The file cannot be read as a patient summary; `place` says where in it, `reason` why."""

    def __init__(self, refusal: SummaryRefused) -> None:
        super().__init__({"file": [_FILE_WORDS[refusal.reason], refusal.place]})
        self.place = refusal.place
        self.reason = refusal.reason.value


class TooManyLines(InputRefused):
    """The file has more lines than one import takes."""

    def __init__(self) -> None:
        super().__init__({"file": [N_("Filen har för många rader för att läsas in på en gång.")]})


class StrangersSummary(InputRefused):
    """The file is about somebody else, by `mismatches`."""

    def __init__(self, mismatches: tuple[Mismatch, ...]) -> None:
        super().__init__({"file": [_MISMATCH_WORDS[mismatch] for mismatch in mismatches]})
        self.mismatches = mismatches


class _Reason(InputSchema):
    despite_mismatch: fields.Field[str] = Words(required=True)


def checked_reason(despite_mismatch: str | None) -> str | None:
    """The reason to import a file that does not match, as it is kept. Raises InputRefused for an empty one."""
    if despite_mismatch is None:
        return None
    reason: str = read(_Reason(), {"despite_mismatch": despite_mismatch})["despite_mismatch"]
    return reason
