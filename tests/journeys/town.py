"""Norrvik from nothing: its office, and the homes and schools that said yes, all made through the screens."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.journeys import story
from tests.journeys.people import PASSWORD, Officer, Person, enrol, new_person, remember, sign_in
from tests.journeys.views import PHONE, View
from tests.journeys.windows import Windows
from tests.service import Service, portfolio


@dataclass(slots=True)
class Place:
    """A home, a school or an office, and somebody who works there."""

    name: str
    person: Person


@dataclass(slots=True)
class Town:
    """One authority, and how to get more people and places into it."""

    service: Service
    windows: Windows
    officer: Person
    office: str
    places: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def founded(cls, service: Service, windows: Windows) -> Town:
        """Begin the empty service on a phone."""
        officer = new_person("Sanna Exempelsson")
        window = windows(PHONE)
        Officer(window).begins("Norrvik", "Barn och unga", officer)
        windows.belongs_to(window, officer)
        return cls(service, windows, officer, "Barn och unga")

    @property
    def regulars(self) -> frozenset[str]:
        """The logins of those who take part in more than one journey."""
        return frozenset({self.officer.login, *(place.person.login for place in self.places.values())})

    @property
    def neighbour(self) -> Person:
        """An officer of another municipality, which the operator has begun beside the first."""
        if "neighbour" not in self.places:
            self.places["neighbour"] = Place("Söderby", self._begin_neighbour())
        return self.places["neighbour"].person

    def _begin_neighbour(self) -> Person:
        officer = new_person("Nils Påhittberg")
        password = self.service.home / "password"
        password.write_text(f"{PASSWORD}\n", encoding="utf-8")
        words = ("--name", "Söderby", "--on-call", story.phone(), "--unit", "Mottagningen", "--officer", officer.name)
        begun = portfolio(self.service.home, "init", *words, "--login", officer.login, "--password-file", str(password))
        assert begun.returncode == 0, begun.stderr
        officer.secret = begun.stdout.partition("secret for one-time codes: ")[2].split()[0]
        window = self.windows(PHONE)
        window.go("/")
        window.pictures("sign-in")
        sign_in(window, officer)
        assert window.path == "/children"
        remember(window, officer)
        self.windows.belongs_to(window, officer)
        return officer

    def place(self, key: str, role: str, name: str, person: str) -> Place:
        """A home or school of the whole run's, invited the first time it is asked for."""
        if key not in self.places:
            self.places[key] = self.invite(role, name, person)
        return self.places[key]

    def invite(self, role: str, name: str, person: str, *, is_new: bool = True, view: View = PHONE) -> Place:
        """Invite somebody, hand over the link, and let them say yes in a browser of their own."""
        invited = new_person(person)
        link = self.ask(self.officer, role, name, person, is_new=is_new)
        theirs = self.windows(view)
        theirs.go(link)
        theirs.pictures("invitation")
        enrol(theirs, invited, "Ja, skapa mitt konto")
        self.windows.belongs_to(theirs, invited)
        return Place(name, invited)

    def ask(self, officer: Person, role: str, name: str, person: str, *, is_new: bool = True) -> str:
        """The address of an invitation, to hand over."""
        return Officer(self.windows.at_work(officer)).invites(role, person, unit=name, is_new=is_new)

    def new_home(self, view: View) -> Place:
        """A home that nobody else in the run lives in."""
        word = story.invented()
        return self.invite("Ta emot barn i sitt hem", f"Jourhemmet {word}", f"Bo {word} Demovall", view=view)

    @property
    def school(self) -> Place:
        return self.place("school", "Ta emot barn i en skola", f"{story.invented()}skolan", "Rut Provström")

    @property
    def other_school(self) -> Place:
        return self.place("other_school", "Ta emot barn i en skola", f"{story.invented()}skolan", "Ulf Demovall")

    @property
    def other_home(self) -> Place:
        return self.place("other_home", "Ta emot barn i sitt hem", f"Hemmet {story.invented()}", "Eva Provström")

    @property
    def colleague(self) -> Place:
        """Another officer of the same office, who answers for nobody unless appointed."""
        role = "Vara socialsekreterare hos oss"
        if "colleague" not in self.places:
            self.places["colleague"] = self.invite(role, self.office_option, "Omar Påhittberg", is_new=False)
        return self.places["colleague"]

    @property
    def operator(self) -> Place:
        """Whoever keeps the office, and answers for no child."""
        role = "Vara socialsekreterare och sköta kontoret"
        if "operator" not in self.places:
            self.places["operator"] = self.invite(role, self.office_option, "Berit Exempelsson", is_new=False)
        return self.places["operator"]

    @property
    def office_option(self) -> str:
        """The office as the list of units says it."""
        return f"Kontor: {self.office}"
