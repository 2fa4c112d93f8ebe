"""A QR picture as inline SVG: dark on white in every skin, so that every camera reads it."""

from markupsafe import Markup

SCALE = 5


def qr_svg(text: str) -> Markup:
    """The picture, marked as decoration: the same text always stands beside it in letters."""
    import segno  # needed by three pages only, and slow to load

    svg = segno.make(text, error="m", micro=False).svg_inline(
        scale=SCALE, border=3, light="#ffffff", svgclass="qr", lineclass=None, omitsize=False
    )
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - made here of squares only
