"""Swedish for the codes that a summary may hold where others have words. Source texts for gettext."""

from __future__ import annotations

from typing import Final

ABSENT_NAME: Final = "namn saknas i filen"

WHEN: Final = {
    "MORN": "på morgonen",
    "MORN.early": "tidigt på morgonen",
    "MORN.late": "sent på förmiddagen",
    "NOON": "mitt på dagen",
    "AFT": "på eftermiddagen",
    "AFT.early": "tidigt på eftermiddagen",
    "AFT.late": "sent på eftermiddagen",
    "EVE": "på kvällen",
    "EVE.early": "tidigt på kvällen",
    "EVE.late": "sent på kvällen",
    "NIGHT": "på natten",
    "PHS": "när barnet har somnat",
    "HS": "vid läggdags",
    "WAKE": "vid uppvaknandet",
    "C": "vid måltid",
    "CM": "vid frukost",
    "CD": "vid lunch",
    "CV": "vid middag",
    "AC": "före måltid",
    "ACM": "före frukost",
    "ACD": "före lunch",
    "ACV": "före middag",
    "PC": "efter måltid",
    "PCM": "efter frukost",
    "PCD": "efter lunch",
    "PCV": "efter middag",
}
SCHEDULE: Final = {
    "QD": "en gång om dagen",
    "DAILY": "en gång om dagen",
    "BID": "två gånger om dagen",
    "TID": "tre gånger om dagen",
    "QID": "fyra gånger om dagen",
    "QOD": "varannan dag",
    "AM": "på morgonen",
    "PM": "på eftermiddagen eller kvällen",
    "BED": "vid läggdags",
    "WK": "en gång i veckan",
    "MO": "en gång i månaden",
    "Q1H": "varje timme",
    "Q2H": "varannan timme",
    "Q3H": "var tredje timme",
    "Q4H": "var fjärde timme",
    "Q6H": "var sjätte timme",
    "Q8H": "var åttonde timme",
}
ROUTE: Final = {
    "PO": "genom munnen",
    "ORAL": "genom munnen",
    "IM": "spruta i muskel",
    "IV": "i blodet (dropp eller spruta)",
    "SC": "spruta under huden",
    "SQ": "spruta under huden",
    "PR": "i ändtarmen",
    "TOP": "på huden",
    "INH": "inandning",
    "NAS": "i näsan",
    "SL": "under tungan",
}
