"""What is served as it lies: where it came from, how it looks to every eye, and what it may weigh."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "portfolio" / "templates"
MANIFEST = STATIC / "vendor" / "manifest.json"
SHEETS = ("reset", "tokens", "base", "components", "print")
MODULES = sorted((STATIC / "js").glob("*.js"))
OUR_OWN = {STATIC / "icons" / "favicon.svg"}

KILOBYTE = 1000
TEXTS = ("ink", "soft", "act", "danger")
GROUNDS = ("paper", "card", "sky", "act-tint", "danger-tint", "sun-tint")
PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS if (text, ground) != ("danger", "sky")]
PAIRS += [("on-act", "act"), ("on-act", "act-deep"), ("on-demo", "demo"), ("ink", "sand"), ("soft", "sand")]


def packages() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(MANIFEST.read_text())["packages"]
    return listed


def vendored() -> list[dict[str, str]]:
    return [kept for package in packages() for kept in package["files"]]


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / "css" / f"{name}.css").read_text(), flags=re.DOTALL)


def declarations(css: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"(?:^|[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])", css):
        yield found[1], found[2].strip()


def palette(css: str, opening: str) -> dict[str, str]:
    """The colours that one rule of the tokens sets, by name."""
    body = css.split(opening, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})\b", body))


def palettes() -> dict[str, dict[str, str]]:
    css = sheet("tokens")
    dark = css.split("(prefers-color-scheme: dark)", 1)[1]
    return {
        "day": palette(css, ":root,\n  .day {"),
        "night": palette(css, ".night {"),
        "dark": palette(dark, ":root {"),
    }


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def packed(paths: list[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in paths)


def test_every_vendored_file_is_the_one_that_was_pinned() -> None:
    changed = [
        kept["path"]
        for kept in vendored()
        if hashlib.sha256((ROOT / kept["path"]).read_bytes()).hexdigest() != kept["sha256"]
    ]
    assert changed == []


def test_nothing_made_by_others_lies_here_unlisted() -> None:
    folders = [
        STATIC / "fonts",
        STATIC / "icons",
        STATIC / "pictures",
        STATIC / "vendor",
        ROOT / "tests" / "vendor",
    ]
    licences = {ROOT / package["licence_text"] for package in packages()}
    listed = {ROOT / kept["path"] for kept in vendored()} | licences | OUR_OWN | {MANIFEST}
    assert {path for folder in folders for path in folder.rglob("*") if path.is_file()} == listed


def test_every_package_has_a_version_and_a_licence_text() -> None:
    for package in packages():
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
        assert package["licence"]
        assert len((ROOT / package["licence_text"]).read_text()) > 500, package["name"]


@pytest.mark.parametrize("name", SHEETS)
def test_every_direction_is_logical(name: str) -> None:
    sides = re.compile(r"\b(left|right)\b")
    ends = re.compile(r"(?:^|-)(top|bottom)(?:-|$)")
    assert [
        (prop, value)
        for prop, value in declarations(sheet(name))
        if sides.search(prop) or sides.search(value) or ends.search(prop)
    ] == []


@pytest.mark.parametrize("name", SHEETS)
def test_letters_grow_with_the_readers_own_size(name: str) -> None:
    sizes = [value for prop, value in declarations(sheet(name)) if prop in {"font-size", "font"}]
    assert [value for value in sizes if re.search(r"\d(px|cm|mm|in)\b", value)] == []
    assert not re.search(r"--(text|title)[a-z0-9-]*:[^;]*\dpx", sheet(name))


@pytest.mark.parametrize("name", SHEETS)
def test_every_rule_lies_in_its_layer(name: str) -> None:
    css = re.sub(r"@font-face\s*{[^}]*}|@layer [a-z, ]+;", "", sheet(name)).strip()
    assert css.startswith(f"@layer {name} {{")
    assert css.endswith("}")
    assert css.count("@layer") == 1


def test_the_layers_are_ordered_by_the_first_sheet() -> None:
    assert f"@layer {', '.join(SHEETS)};" in sheet("reset")


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_moves_for_who_asked_for_stillness(name: str) -> None:
    calm = re.sub(r"@media \(prefers-reduced-motion: no-preference\) {.*?\n  }\n", "", sheet(name), flags=re.DOTALL)
    assert not re.search(r"\b(transition|animation|scroll-behavior)\b", calm)


def test_high_contrast_and_forced_colours_are_answered() -> None:
    assert "(prefers-contrast: more)" in sheet("tokens")
    assert "(forced-colors: active)" in sheet("components")


@pytest.mark.parametrize("light", ["day", "night"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_seven_to_one(light: str, text: str, ground: str) -> None:
    colours = palettes()[light]
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("light", ["day", "night"])
@pytest.mark.parametrize("ground", ["paper", "card", "act-tint"])
def test_the_edge_of_a_box_stands_out_three_to_one(light: str, ground: str) -> None:
    colours = palettes()[light]
    assert contrast(colours["edge"], colours[ground]) >= 3


def test_the_night_of_the_preview_is_the_night_of_the_page() -> None:
    found = palettes()
    assert found["night"] == found["dark"]
    assert found["night"].keys() == found["day"].keys()


def test_a_first_view_stays_light() -> None:
    assert packed([STATIC / "css" / f"{name}.css" for name in SHEETS]) <= 20 * KILOBYTE
    assert packed(MODULES) <= 10 * KILOBYTE


def test_our_scripts_keep_nothing_and_run_no_text() -> None:
    forbidden = re.compile(
        r"localStorage|sessionStorage|indexedDB|caches\.|innerHTML|outerHTML|insertAdjacent|\beval\b"
    )
    assert [path.name for path in MODULES if forbidden.search(path.read_text())] == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    ours = [*MODULES, *(STATIC / "css").glob("*.css"), *TEMPLATES.rglob("*.html")]
    assert [path.name for path in ours if re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", path.read_text())] == []


def test_pictures_carry_no_script_and_no_address() -> None:
    drawn = [*(STATIC / "pictures").glob("*.svg"), *(STATIC / "icons").glob("*.svg")]
    assert [
        path.name for path in drawn if re.search(r"<script|href=|\son[a-z]+=|<foreignObject", path.read_text())
    ] == []


def test_every_tool_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons" / "tools.svg").read_text()))
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'(?:\bicon\(|\btool=)"([a-z-]+)"', path.read_text())
    }
    assert named - drawn == set()


def test_templates_hold_no_inline_style_or_script() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|js:|javascript:")
    unmarked = re.compile(r"<script(?![^>]*nonce=)")
    assert [
        path.name
        for path in TEMPLATES.rglob("*.html")
        if inline.search(path.read_text()) or unmarked.search(path.read_text())
    ] == []
