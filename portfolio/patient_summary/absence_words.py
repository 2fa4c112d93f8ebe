"""How an absence reads in words, in the languages that summaries come in. The last resort after codes."""

from __future__ import annotations

import re
from typing import Final

# Negations, and stems that only a translation of the absence itself would have.
_DENIALS: Final = re.compile(
    r"\b(no|none|not|nil|non|without|unknown|unavailable|denies|nk[adf]*|inga|ingen|inget|ej|inte|okänt?"
    r"|saknas|keine?|unbekannt|aucune?|pas|sin|ning[uú]na?|sem|nenhuma?|nessuna?|geen|onbekend|ikke|intet"
    r"|ei|žádn\w*|brak)\b"
    r"|alerg(?!y)|allergi[ae]|medicament|farmac|medikament|problem[aei]\b|vacun|vacin",
    re.IGNORECASE,
)
_EXCEPTIONS: Final = re.compile(r"\b(except|excluding|other than|apart from|besides|but|utom|förutom)\b", re.IGNORECASE)
_KNOWN_NONE: Final = re.compile(
    r"""(?:the\ patient\ |patient\ )?(?:has\ |denies\ |is\ )?
    (?: nk[adf]{1,2} | none(?:\ known)? | nil(?:\ known.*)? | no\ known\ .+
      | inga\ kända\ .+ | ingen\ känd\ .+
      | no\ (?:current\ |active\ |significant\ |regular\ |chronic\ )* (?:\w+\ )?
        (?:allerg\w+|medications?|medicines?|problems?|conditions?|diagnos\w+|immuni[sz]ations?|vaccin\w+)\b.*
      | not\ (?:currently\ )?(?:on|taking)\ any\ .+
      | inga\ (?:aktuella\ )?(?:läkemedel|mediciner|allergier|diagnoser|sjukdomar|vaccinationer)
      | keine\ bekannten\ .+ | (?:aucune|pas\ d')\ ?.+\ connue?s? | sin\ .+\ conocid[ao]s
      | nessuna\ .+\ not[ae] | geen\ bekende\ .+ | ingen\ kendte\ .+ )
    [.!]?(?:\ \([\w\ ]+\))?""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_INFORMATION: Final = re.compile(
    r"""(?: (?:there\ is\ )?no\ (?:\w+\ ){0,2}information\b.*
      | (?:information\ )?(?:is\ )?(?:not\ available|unavailable)
      | unknown | not\ known | not\ (?:asked|recorded|assessed|reviewed|on\ file) | n/a
      | ingen\ (?:information|uppgift)\b.* | uppgift\ saknas | okänt | vet\ (?:inte|ej)
      | keine\ (?:information|angabe)\w*\b.* | unbekannt | onbekend )
    [.!]?(?:\ \([\w\ ]+\))?""",
    re.IGNORECASE | re.VERBOSE,
)
_DRUG: Final = r"(drug|medication|medicine|läkemedel).*(allerg|intoler|överkänsl)|^nkda"
_AREAS: Final = (
    ("drug_allergies", re.compile(_DRUG, re.IGNORECASE)),
    ("food_allergies", re.compile(r"\b(food|mat|livsmedel).*allerg|^nkfa", re.IGNORECASE)),
    ("environmental_allergies", re.compile(r"(environment|miljö).*allerg", re.IGNORECASE)),
)


def says_known_none(words: str) -> bool:
    return _KNOWN_NONE.fullmatch(words) is not None and not makes_an_exception(words)


def says_no_information(words: str) -> bool:
    return _NO_INFORMATION.fullmatch(words) is not None and not makes_an_exception(words)


def makes_an_exception(words: str) -> bool:
    return _EXCEPTIONS.search(words) is not None


def may_translate_an_absence(words: str) -> bool:
    """Generous: words in another script are believed to say what their absence code says."""
    return not words.isascii() or (_DENIALS.search(words) is not None and not makes_an_exception(words))


def allergy_area(words: tuple[str, ...]) -> str | None:
    return next((name for name, pattern in _AREAS if any(pattern.search(w) for w in words)), None)
