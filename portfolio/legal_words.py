"""What each legal basis means, in words for whoever reads a page that rests on it. The law itself is in `consent`."""

from portfolio.words import N_

BASIS_WORDS: dict[str, str] = {
    "NODV_UTL": N_("Hemmet behöver veta det för att kunna ta hand om barnet."),
    "SAMTYCKE": N_("Den som bestämmer om barnet har sagt ja."),
    "SKOLBYTE": N_("Skolan som eleven lämnar ska lämna över det som gör övergången lättare."),
}
"""By the basis' code; one that is only proposed has no words, since no page can rest on it."""
