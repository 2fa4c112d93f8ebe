"""Why somebody looks. The purpose follows from the page; through the API it is stated in the query."""

from enum import StrEnum


class Purpose(StrEnum):
    """A closed list (security.md 2.2). The child reads it in plain words in *Vem har tittat?*."""

    DAILY_CARE = "daily_care"
    SCHOOL_START = "school_start"
    CASEWORK = "casework"
    OWN_STORY = "own_story"
    GUARDIAN_INSIGHT = "guardian_insight"
    OFFICE = "office"
