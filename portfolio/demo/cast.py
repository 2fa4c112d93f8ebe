"""Who lives in the demo world, and what is known about them. Surnames are invented; every child is a story.

Swedish texts here are content, as a person would have typed it: they are not translated.
"""

from dataclasses import dataclass, field

SURNAMES = ("Exempelsson", "Påhittberg", "Demovall", "Provström")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a child's own: pictures, words, and whom she lets read it."""

    question: str
    words: str = ""
    pictures: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CastChild:
    """One child: who she is, what is known, and what she has written."""

    called: str
    surname: str
    age: int
    gender: str
    facts: tuple[tuple[str, dict[str, object]], ...]
    answers: tuple[Answer, ...] = ()
    home: str | None = None
    guardians: tuple[str, ...] = ("Gun Påhittberg",)
    skip: int = 0
    has_personnummer: bool = True


@dataclass(frozen=True, slots=True)
class CastAdult:
    """One adult: name, role, and which unit of the town they belong to."""

    code: str
    name: str
    role: str
    unit: str
    words: str = field(default="")


UNITS: dict[str, tuple[str, str]] = {
    "office": ("office", "Barn och unga, Norrvik"),
    "bjorkbacken": ("home", "Familjehemmet Björkbacken"),
    "granbacken": ("home", "Jourhemmet Granbacken"),
    "talludden": ("home", "Familjehemmet Talludden"),
    "norrskolan": ("school", "Norrskolan"),
    "asgardsskolan": ("school", "Åsgårdsskolan"),
}

ADULTS: tuple[CastAdult, ...] = (
    CastAdult("sanna", "Sanna Exempelsson", "officer", "office", "Socialsekreterare"),
    CastAdult("omar", "Omar Provström", "officer", "office", "Socialsekreterare, annan grupp"),
    CastAdult("bo", "Bo Demovall", "carer", "bjorkbacken", "Jourhem, Björkbacken"),
    CastAdult("eva", "Eva Provström", "carer", "granbacken", "Jourhem, Granbacken"),
    CastAdult("tor", "Tor Exempelsson", "carer", "talludden", "Familjehem, Talludden"),
    CastAdult("rut", "Rut Påhittberg", "school", "norrskolan", "Rektor, Norrskolan"),
    CastAdult("ulf", "Ulf Demovall", "school", "asgardsskolan", "Rektor, Åsgårdsskolan"),
    CastAdult("drift", "Dag Provström", "operator", "office", "Driften"),
)

NEIGHBOURS = CastAdult("siv", "Siv Demovall", "officer", "office", "Socialsekreterare i Söderby")

ALVA = CastChild(
    called="Alva",
    surname="Påhittberg",
    age=9,
    gender="female",
    guardians=("Gun Påhittberg", "Per Påhittberg"),
    facts=(
        (
            "allergy",
            {
                "substance": "Jordnötter",
                "severity": "life_threatening",
                "reaction": "Läpparna svullnar och det blir svårt att andas.",
                "what_to_do": "Adrenalinpennan ligger i den röda väskan. Ge den i låret och ring 112.",
                "source": "Vårdcentralen",
            },
        ),
        (
            "medicine",
            {
                "name": "Melatonin",
                "dose": "3",
                "unit": "mg",
                "times": ["20:30"],
                "reason": "För att kunna somna",
                "how": "Tabletten får krossas i sylt.",
                "source": "Vårdcentralen",
            },
        ),
        (
            "medicine",
            {
                "name": "Metylfenidat",
                "dose": "18",
                "unit": "mg",
                "times": ["07:30"],
                "reason": "Adhd",
                "how": "Ges till frukosten, hel.",
                "source": "Mamma",
            },
        ),
        (
            "medicine",
            {
                "name": "Adrenalinpenna",
                "dose": "1",
                "unit": "dos",
                "as_needed": True,
                "how": "I låret, genom byxan om det behövs.",
                "source": "Vårdcentralen",
            },
        ),
        ("condition", {"name": "Adhd", "meaning": "Behöver korta besked, ett i taget.", "source": "BUP Norrvik"}),
        (
            "emergency_plan",
            {
                "when": "Om hon har ätit jordnötter eller läpparna svullnar",
                "what_to_do": "Ge adrenalinpennan i låret.\nRing 112.\nLåt henne sitta upp.",
                "where": "Röda väskan, följer med henne",
                "source": "Vårdcentralen",
            },
        ),
        (
            "contact",
            {
                "name": "Mormor Inga",
                "relation": "Mormor",
                "phone": "070-174 06 05",
                "when": "När hon längtar hem. Inte efter 21.",
                "source": "Alva",
            },
        ),
        (
            "classroom_help",
            {
                "helps": "En plats längst fram.\nEn sak i taget, gärna på en lapp.\nHörlurar när det är stökigt.",
                "disturbs": "Höga ljud och snabba byten.",
                "source": "Förra skolan",
            },
        ),
        (
            "school_contact",
            {
                "name": "Sanna Exempelsson",
                "role": "Socialsekreterare",
                "phone": "08-465 004 10",
                "source": "Socialtjänsten",
            },
        ),
        (
            "pickup",
            {
                "name": "Bo Demovall",
                "may": True,
                "relation": "Jourhemmet",
                "phone": "070-174 06 06",
                "source": "Socialtjänsten",
            },
        ),
    ),
    answers=(
        Answer("likes", "Att rita drakar.", ("artist-palette", "dog"), ("home", "school", "officer")),
        Answer("dislikes", "", ("loudspeaker", "alarm-clock"), ("home", "school")),
        Answer("angry", "Prata inte så mycket, sitt bara nära.", ("door",), ("home", "school", "officer")),
        Answer("adults_can", "", ("teddy-bear", "zipper-mouth-face"), ("home", "officer")),
        Answer(
            "sleep",
            "Jag vill ha dörren lite öppen och lampan tänd i hallen.",
            ("light-bulb", "teddy-bear"),
            ("home", "officer"),
        ),
        Answer("food", "Inte fisk.", ("spaghetti", "apple"), ("home",)),
        Answer("my_people", "Mormor och Zlatan, det är en katt.", (), ()),
    ),
)

HUGO = CastChild(
    called="Hugo",
    surname="Demovall",
    age=13,
    gender="male",
    home="bjorkbacken",
    guardians=("Lena Demovall",),
    facts=(
        ("known_none", {"area": "allergies", "source": "Mamma"}),
        (
            "medicine",
            {"name": "Cetirizin", "dose": "10", "unit": "mg", "times": ["08:00", "20:00"], "source": "Skolsköterskan"},
        ),
        (
            "risk",
            {
                "what": "Går iväg när det blir för mycket",
                "what_to_do": "Ropa inte. Gå efter en bit bakom och vänta.",
                "source": "Förra hemmet",
            },
        ),
        (
            "contact",
            {"name": "Lena Demovall", "relation": "Mamma", "phone": "070-174 06 07", "source": "Socialtjänsten"},
        ),
        (
            "classroom_help",
            {
                "helps": "Hörlurar. Samma plats varje dag.",
                "disturbs": "Vikarier utan förvarning.",
                "source": "Förra skolan",
            },
        ),
    ),
    answers=(
        Answer("likes", "Tåg. Alla tåg.", ("musical-notes",), ("home", "school")),
        Answer("sleep", "Jag vill ha det tyst och helt mörkt.", ("headphones",), ("home",)),
    ),
)

ELLA = CastChild(
    called="Ella",
    surname="Provström",
    age=6,
    gender="female",
    home="granbacken",
    guardians=("Ali Provström",),
    has_personnummer=False,
    facts=(("contact", {"name": "Ali Provström", "relation": "Pappa", "phone": "070-174 06 08", "source": "Polisen"}),),
)

OTHERS: tuple[CastChild, ...] = (
    CastChild(
        "Amina",
        "Exempelsson",
        11,
        "female",
        (("allergy", {"substance": "Katt", "severity": "mild", "reaction": "Kliande ögon", "source": "Amina"}),),
        home="talludden",
    ),
    CastChild(
        "Elsa",
        "Påhittberg",
        8,
        "female",
        (
            ("condition", {"name": "Astma", "meaning": "Blir andfådd i kyla.", "source": "Vårdcentralen"}),
            (
                "medicine",
                {"name": "Salbutamol", "dose": "2", "unit": "puffar", "as_needed": True, "source": "Vårdcentralen"},
            ),
        ),
        home="talludden",
    ),
    CastChild(
        "Yusuf",
        "Demovall",
        7,
        "male",
        (
            (
                "risk",
                {
                    "what": "Förstår inte svenska än",
                    "what_to_do": "Visa med händerna. Ring tolk om något viktigt.",
                    "source": "Socialtjänsten",
                },
            ),
        ),
    ),
    CastChild(
        "Daryna",
        "Exempelsson",
        12,
        "female",
        (
            (
                "contact",
                {"name": "Olena Exempelsson", "relation": "Storasyster", "phone": "070-174 06 09", "source": "Daryna"},
            ),
        ),
        home="talludden",
    ),
    CastChild("Ville", "Provström", 15, "male", (("known_none", {"area": "medicines", "source": "Ville"}),)),
    CastChild(
        "Saga",
        "Påhittberg",
        16,
        "female",
        (
            (
                "medicine",
                {
                    "name": "Insulin",
                    "dose": "4",
                    "unit": "enheter",
                    "times": ["07:00", "12:00", "17:30"],
                    "source": "Diabetesmottagningen",
                },
            ),
        ),
    ),
    CastChild(
        "Leo",
        "Demovall",
        13,
        "male",
        (
            (
                "emergency_plan",
                {
                    "when": "Blodsockret är lågt",
                    "what_to_do": "Ge druvsocker. Ring 112 om han inte vaknar.",
                    "source": "Diabetesmottagningen",
                },
            ),
        ),
        skip=1,
    ),
    CastChild(
        "Nora",
        "Exempelsson",
        17,
        "female",
        (("note", {"title": "Eget boende", "text": "Vill prata om vad som händer efter 18."}),),
    ),
    CastChild(
        "Tiam",
        "Provström",
        6,
        "male",
        (("allergy", {"substance": "Mjölk", "severity": "severe", "reaction": "Kräks", "source": "Förskolan"}),),
    ),
)
