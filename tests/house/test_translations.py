"""Everything that people read in Swedish can be read in English too, and nothing is kept that nobody reads."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "portfolio" / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
HOLE = re.compile(r"%\(\w+\)s|%\(\w+\)d|%%|%")


def is_searched(folder: str) -> bool:
    """The product's own folders; the default would leave out those whose name begins with `_`."""
    return not Path(folder).name.startswith((".", "__"))


def forms(words: object) -> tuple[str, ...]:
    """A message's one form, or its forms by number."""
    return tuple(words) if isinstance(words, (tuple, list)) else (str(words or ""),)


def swedish() -> Iterator[tuple[tuple[str, ...], str]]:
    """Every sentence that the product marks, with where it stands."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as listed:
        methods, options = parse_mapping_cfg(listed)
    patterns = [(pattern.removeprefix("portfolio/"), method) for pattern, method in methods]
    folder = str(ROOT / "portfolio")
    for path, line, words, _comments, _context in extract_from_dir(
        folder, patterns, options, KEYWORDS, directory_filter=is_searched
    ):
        yield forms(words), f"portfolio/{path}:{line}"


@pytest.fixture(scope="module")
def spoken() -> dict[tuple[str, ...], str]:
    return dict(swedish())


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_po(io.BytesIO((ENGLISH / "messages.po").read_bytes()), locale="en")


def translated(catalogue: Catalog) -> dict[tuple[str, ...], Message]:
    return {forms(message.id): message for message in catalogue if message.id}


def holes(words: str) -> list[str]:
    return sorted(HOLE.findall(words))


def test_every_swedish_sentence_has_its_english(spoken: dict[tuple[str, ...], str], catalogue: Catalog) -> None:
    known = translated(catalogue)
    lacking = {
        words: place for words, place in spoken.items() if words not in known or not all(forms(known[words].string))
    }
    assert len(spoken) > 500
    assert not lacking, "run `make translations` and fill in what came empty"


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_nothing_stale_is_kept(spoken: dict[tuple[str, ...], str], catalogue: Catalog) -> None:
    assert translated(catalogue).keys() - spoken.keys() == set()
    assert dict(catalogue.obsolete) == {}


def test_what_is_filled_in_is_the_same_in_both_languages(catalogue: Catalog) -> None:
    apart = [
        (words, said)
        for words, message in translated(catalogue).items()
        for said in forms(message.string)
        if said and holes(said) != holes(words[-1])
    ]
    assert apart == []


def test_the_compiled_catalogue_is_the_written_one(catalogue: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert (ENGLISH / "messages.mo").read_bytes() == compiled.getvalue()
