"""The words of the logs: what the child reads of an entry, and what an officer reads."""

from flask_babel import gettext as _

from auth.actors import Role
from consent.actions import Action
from consent.purposes import Purpose
from portfolio.kinds import KINDS
from portfolio.kinds.own_words import BY_CODE
from portfolio.logbook import NamedLine, OwnLine, Who
from portfolio.pages.fact_words import listed
from portfolio.words import N_

TOLD_IN_THE_TITLE = 2
"""So many of her answers are named in the title; more are named below it."""

WHO: dict[Who, tuple[str, str]] = {
    Who.HOME: ("house", N_("Ditt hem")),
    Who.FORMER_HOME: ("house", N_("Hemmet där du bodde förut")),
    Who.SOME_HOME: ("house", N_("Ett hem")),
    Who.NEW_SCHOOL: ("school", N_("Din nya skola")),
    Who.SCHOOL: ("school", N_("Din skola")),
    Who.OFFICER: ("handshake", N_("Din socialsekreterare")),
    Who.OTHER_OFFICER: ("handshake", N_("En socialsekreterare")),
    Who.GUARDIAN: ("people", N_("Din vårdnadshavare")),
    Who.CARE: ("health-worker", N_("Vården")),
    Who.SOMEBODY: ("person", N_("Någon")),
}
"""Picture and words for what somebody is to the child."""

TOPICS: dict[str, str] = {
    "important_now": N_("Viktigt nu"),
    "own_words": N_("dina egna ord"),
    "who_to_call": N_("vem man kan ringa"),
    "everyday": N_("hur dagarna har gått"),
    "school": N_("det som gäller skolan"),
    "health": N_("det som gäller din hälsa"),
    "other": N_("annat som står om dig"),
}

DEEDS: dict[str, str] = {
    Action.PREVIEW: N_("%(who)s kontrollerade vad andra får se om dig"),
    Action.RECORD_FACT: N_("%(who)s skrev något viktigt om dig"),
    Action.IMPORT_SUMMARY: N_("%(who)s lade in uppgifter från vården"),
    Action.WRITE_EVERYDAY: N_("%(who)s skrev hur det gick"),
    Action.READ_LOG: N_("%(who)s läste listan över vem som har tittat"),
    Action.APPOINT: N_("%(who)s lade till en socialsekreterare för dig"),
    Action.START_PLACEMENT: N_("%(who)s ordnade var du ska bo"),
    Action.END_PLACEMENT: N_("%(who)s ändrade var du bor"),
    Action.SHARE: N_("%(who)s lät någon få läsa om dig"),
    Action.STOP_SHARING: N_("%(who)s gjorde så att någon inte får läsa längre"),
    Action.RECORD_CONSENT: N_("%(who)s skrev upp vem som har sagt ja eller nej"),
    Action.ISSUE_CARD: N_("%(who)s gjorde ett nytt kort till dig"),
    Action.CONFIRM_RECEIPT: N_("%(who)s sa att de har fått det som skickades"),
}
"""What was done, in the child's words; reading has its own."""

WHY: dict[str, str] = {
    Purpose.DAILY_CARE: N_("för att ta hand om dig"),
    Purpose.SCHOOL_START: N_("för att du ska börja skolan"),
    Purpose.CASEWORK: N_("för att se till att du har det bra"),
    Purpose.GUARDIAN_INSIGHT: N_("för att få veta hur du har det"),
}

ROLES: dict[str, str] = {
    Role.CHILD: N_("Barnet"),
    Role.GUARDIAN: N_("Vårdnadshavare"),
    Role.CARER: N_("Hem"),
    Role.OFFICER: N_("Socialtjänsten"),
    Role.SCHOOL: N_("Skola"),
    Role.CLINICIAN: N_("Vård"),
}

ACTS: dict[str, str] = {
    Action.READ: N_("Läste"),
    Action.PREVIEW: N_("Förhandsgranskade en delning"),
    Action.RECORD_FACT: N_("Skrev eller ändrade en uppgift"),
    Action.IMPORT_SUMMARY: N_("Läste in en patientöversikt"),
    Action.WRITE_EVERYDAY: N_("Skrev om vardagen"),
    Action.SAVE_OWN_WORDS: N_("Använde sin egen sida"),
    Action.READ_LOG: N_("Läste loggen"),
    Action.APPOINT: N_("Lade till någon som ansvarar"),
    Action.START_PLACEMENT: N_("Startade en placering"),
    Action.END_PLACEMENT: N_("Avslutade en placering"),
    Action.SHARE: N_("Delade"),
    Action.STOP_SHARING: N_("Slutade dela"),
    Action.RECORD_CONSENT: N_("Skrev in ett samtycke"),
    Action.ISSUE_CARD: N_("Gjorde ett nytt kort"),
    Action.CONFIRM_RECEIPT: N_("Bekräftade en överlämning"),
    Action.LIST_CHILDREN: N_("Öppnade en lista"),
    Action.LIST_HANDOVERS: N_("Öppnade en lista"),
}
"""What was done, in an officer's words."""

PURPOSES: dict[str, str] = {
    Purpose.DAILY_CARE: N_("Daglig omsorg"),
    Purpose.SCHOOL_START: N_("Skolstart"),
    Purpose.CASEWORK: N_("Handläggning"),
    Purpose.OWN_STORY: N_("Barnets egen sida"),
    Purpose.GUARDIAN_INSIGHT: N_("Vårdnadshavares insyn"),
    Purpose.OFFICE: N_("Kontorets arbete"),
}


def title(line: OwnLine) -> str:
    """The entry as one sentence to the child."""
    who = _(WHO[line.who][1])
    if line.action == Action.WRITE_EVERYDAY and line.topics:
        return str(_("%(who)s skrev om din medicin", who=who))
    if line.action != Action.READ:
        return str(_(DEEDS.get(line.action, N_("%(who)s gjorde något med det som står om dig")), who=who))
    if not line.topics:
        return str(_("%(who)s öppnade din sida", who=who))
    return str(_("%(who)s läste %(what)s", who=who, what=listed([_topic(line, topic) for topic in line.topics])))


def below(line: OwnLine) -> str:
    """Which of her answers were read, where the title has no room for them."""
    if len(line.questions) <= TOLD_IN_THE_TITLE:
        return ""
    return str(_("Dina ord om %(what)s.", what=listed([_(BY_CODE[code].told) for code in line.questions])))


def why(line: OwnLine) -> str:
    return str(_(WHY[line.purpose])) if line.purpose in WHY else ""


def deed(line: NamedLine) -> str:
    """What was done and with which sorts of documents, to an officer."""
    act = str(_(ACTS.get(line.action, N_("Gjorde något annat"))))
    kinds = [str(_(KINDS[kind].label)) for kind in line.kinds if kind in KINDS]
    return f"{act}: {listed([kind.lower() for kind in kinds])}" if kinds else act


def _topic(line: OwnLine, topic: str) -> str:
    if topic == "own_words" and 0 < len(line.questions) <= TOLD_IN_THE_TITLE:
        return str(_("dina ord om %(what)s", what=listed([_(BY_CODE[code].told) for code in line.questions])))
    return str(_(TOPICS[topic]))
