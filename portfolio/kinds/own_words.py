"""The CV: the child's own words. One document a question; the child alone writes it (needs-1 D-50 to D-54)."""

from dataclasses import dataclass

from marshmallow import ValidationError, fields, validates_schema

from consent.facts import Bundle
from portfolio.kinds.kind import Kind
from portfolio.schemas.fields import LONG, Choice, Words
from portfolio.schemas.reading import InputSchema
from portfolio.words import N_


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture to choose: the file's name under `static/pictures`, and its word, always visible."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question a screen."""

    code: str
    words: str
    """The question as the child reads it."""
    heading: str
    """How the answer is introduced to an adult."""
    pictures: tuple[Picture, ...]
    picture: str
    """The picture on the question's own card."""
    told: str
    """What the child's log says that somebody read."""
    tonight: bool = False
    """Whether the answer belongs under *I natt* on the home's first screen."""


QUESTIONS: tuple[Question, ...] = (
    Question(
        "likes",
        N_("Jag tycker om …"),
        N_("Tycker om"),
        (
            Picture("soccer-ball", N_("fotboll")),
            Picture("artist-palette", N_("att rita")),
            Picture("video-game", N_("spel")),
            Picture("dog", N_("djur")),
            Picture("books", N_("böcker")),
            Picture("musical-notes", N_("musik")),
        ),
        picture="red-heart",
        told=N_("vad du tycker om"),
    ),
    Question(
        "dislikes",
        N_("Jag tycker inte om …"),
        N_("Tycker inte om"),
        (
            Picture("loudspeaker", N_("höga ljud")),
            Picture("people-hugging", N_("att bli kramad")),
            Picture("people", N_("många på en gång")),
            Picture("alarm-clock", N_("att behöva skynda")),
            Picture("light-bulb", N_("starkt ljus")),
            Picture("fish", N_("viss mat")),
        ),
        picture="thumbs-down",
        told=N_("vad du inte tycker om"),
    ),
    Question(
        "angry",
        N_("När jag är arg brukar jag …"),
        N_("När jag är arg"),
        (
            Picture("angry-face", N_("skrika")),
            Picture("door", N_("gå undan")),
            Picture("zipper-mouth-face", N_("bli tyst")),
            Picture("basketball", N_("kasta saker")),
            Picture("crying-face", N_("gråta")),
            Picture("bicycle", N_("behöva röra på mig")),
        ),
        picture="angry-face",
        told=N_("hur du är när du är arg"),
        tonight=True,
    ),
    Question(
        "sad",
        N_("När jag är ledsen brukar jag …"),
        N_("När jag är ledsen"),
        (
            Picture("crying-face", N_("gråta")),
            Picture("zipper-mouth-face", N_("bli tyst")),
            Picture("bed", N_("lägga mig")),
            Picture("door", N_("vilja vara ensam")),
            Picture("speech-balloon", N_("vilja prata")),
            Picture("teddy-bear", N_("hålla min nalle")),
        ),
        picture="crying-face",
        told=N_("hur du är när du är ledsen"),
        tonight=True,
    ),
    Question(
        "adults_can",
        N_("När jag är ledsen hjälper det om någon …"),
        N_("Så här kan vuxna hjälpa"),
        (
            Picture("people-hugging", N_("kramar mig")),
            Picture("teddy-bear", N_("hämtar nallen")),
            Picture("zipper-mouth-face", N_("är tyst en stund")),
            Picture("cup-with-straw", N_("ger mig något att dricka")),
            Picture("headphones", N_("låter mig lyssna")),
            Picture("dog", N_("låter mig vara med djur")),
        ),
        picture="hugging-face",
        told=N_("hur vuxna kan hjälpa dig"),
        tonight=True,
    ),
    Question(
        "sleep",
        N_("När jag ska sova vill jag …"),
        N_("När jag ska sova"),
        (
            Picture("light-bulb", N_("ha en lampa tänd")),
            Picture("door", N_("ha dörren öppen")),
            Picture("teddy-bear", N_("ha min nalle")),
            Picture("books", N_("höra en saga")),
            Picture("headphones", N_("lyssna på något")),
            Picture("dog", N_("ha ett djur nära")),
        ),
        picture="bed",
        told=N_("hur du vill sova"),
        tonight=True,
    ),
    Question(
        "food",
        N_("Mat jag gillar är …"),
        N_("Mat"),
        (
            Picture("pizza", N_("pizza")),
            Picture("spaghetti", N_("pasta")),
            Picture("apple", N_("frukt")),
            Picture("cheese", N_("smörgås")),
            Picture("broccoli", N_("grönsaker")),
            Picture("ice-cream", N_("glass")),
        ),
        picture="fork-and-knife-with-plate",
        told=N_("mat du gillar"),
        tonight=True,
    ),
    Question(
        "my_people",
        N_("Viktiga för mig är …"),
        N_("Mina viktiga"),
        (
            Picture("house-with-garden", N_("min familj")),
            Picture("child", N_("mina syskon")),
            Picture("handshake", N_("mina kompisar")),
            Picture("older-person", N_("mormor eller farfar")),
            Picture("school", N_("någon i skolan")),
            Picture("dog", N_("ett djur")),
        ),
        picture="people",
        told=N_("vilka som är viktiga för dig"),
    ),
)

BY_CODE: dict[str, Question] = {question.code: question for question in QUESTIONS}
AUDIENCES = ("home", "school", "officer", "care")


class OwnWordsSchema(InputSchema):
    """An answer: pictures, words, or both; and who may read it, nobody unless chosen."""

    question = Choice(tuple(BY_CODE), required=True)
    pictures = fields.List(Words(), load_default=list)
    words = Words(longest=LONG, lines=True, load_default="")
    audience = fields.List(Choice(AUDIENCES), load_default=list)

    @validates_schema
    def pictures_belong(self, answer: dict[str, object], **_kwargs: object) -> None:
        question = BY_CODE.get(str(answer.get("question")))
        known = {picture.code for picture in question.pictures} if question else set()
        chosen = answer.get("pictures", [])
        if isinstance(chosen, list) and not set(chosen) <= known:
            raise ValidationError({"pictures": [N_("Välj bland bilderna.")]})


KINDS = (Kind("own_words", Bundle.CV, N_("Barnets egna ord"), OwnWordsSchema),)
