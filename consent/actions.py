"""Every verb the service knows. A verb that has no grounds in `policy` is refused to everybody."""

from enum import StrEnum


class Action(StrEnum):
    """What somebody asks to do; the value is what the ledger stores, so it is never reused."""

    # One child
    READ = "read"
    PREVIEW = "preview"
    RECORD_FACT = "record_fact"
    IMPORT_SUMMARY = "import_summary"
    WRITE_EVERYDAY = "write_everyday"
    SAVE_OWN_WORDS = "save_own_words"
    READ_LOG = "read_log"
    APPOINT = "appoint"
    START_PLACEMENT = "start_placement"
    END_PLACEMENT = "end_placement"
    SHARE = "share"
    STOP_SHARING = "stop_sharing"
    RECORD_CONSENT = "record_consent"
    ISSUE_CARD = "issue_card"
    CONFIRM_RECEIPT = "confirm_receipt"
    # Lists of children
    LIST_CHILDREN = "list_children"
    LIST_HANDOVERS = "list_handovers"
    # One authority's office
    REGISTER_CHILD = "register_child"
    CHOOSE_RECIPIENT = "choose_recipient"
    RUN_OFFICE = "run_office"
    ANSWER_INVITATION = "answer_invitation"
