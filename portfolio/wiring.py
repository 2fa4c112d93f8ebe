"""Put the parts together: keyring, key store, blobs, vault, accounts. The one place that knows them all."""

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from mongoengine import Document

from auth import models as auth_models
from auth.accounts import Accounts
from auth.credentials import Credentials
from auth.hashing import production_hasher
from auth.tokens import Tokens
from consent import models as consent_models
from portfolio import models
from portfolio.clock import Clock, system_clock
from portfolio.sealed_forms import SealedForms
from portfolio.settings import Settings
from storage import envelope
from storage.blobs.filesystem import FilesystemBlobStore
from storage.database import Databases
from storage.errors import KeyringExists, KeyringMissing
from storage.keyring import FileKeyring
from storage.keystore import KeyStore
from storage.models import ChildKey
from storage.vault import Vault

RECORDS: tuple[type[Document], ...] = (
    auth_models.AccountRecord,
    auth_models.SessionRecord,
    auth_models.TriesRecord,
    *consent_models.RECORDS,
    *models.RECORDS,
    ChildKey,
)
"""Every record of the service, for its indexes."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running service is made of."""

    settings: Settings
    databases: Databases
    keyring: FileKeyring
    vault: Vault
    accounts: Accounts
    credentials: Credentials
    tokens: Tokens
    forms: SealedForms
    clock: Clock
    web_secret: bytes = field(repr=False)


def assemble(
    settings: Settings,
    databases: Databases,
    *,
    clock: Clock = system_clock,
    hasher: PasswordHasher | None = None,
) -> Parts:
    """Wire the parts on an open database. A keyring is created in trial mode only. Raises StorageError."""
    keyring = _keyring(settings)
    accounts = _accounts(keyring, hasher or production_hasher())
    blobs = FilesystemBlobStore(settings.data_folder / "blobs")
    vault = Vault(KeyStore(keyring), blobs, keyring.installation_key("directory"), keyring.index_key)
    return Parts(
        settings=settings,
        databases=databases,
        keyring=keyring,
        vault=vault,
        accounts=accounts,
        credentials=Credentials(accounts),
        tokens=Tokens(keyring.token_seed(), issuer="portfolio", audience="portfolio-api"),
        forms=_forms(keyring),
        clock=clock,
        web_secret=keyring.installation_key("web").material,
    )


def begin_keyring(settings: Settings) -> None:
    """Create the installation's keyring; one that is there stays. For an installation that holds nothing yet."""
    _created(settings)


def _keyring(settings: Settings) -> FileKeyring:
    try:
        return FileKeyring.open(settings.keyring_folder, settings.data_folder)
    except KeyringMissing:
        if not settings.trial:
            raise
        return _created(settings)


def _created(settings: Settings) -> FileKeyring:
    try:
        return FileKeyring.create(settings.keyring_folder, settings.data_folder)
    except KeyringExists:
        return FileKeyring.open(settings.keyring_folder, settings.data_folder)


def _accounts(keyring: FileKeyring, hasher: PasswordHasher) -> Accounts:
    login_key = keyring.installation_key("login-index")
    totp_key = keyring.installation_key("totp")

    def index(text: str) -> bytes:
        return envelope.blind_index(login_key, "login", text)

    def seal(account: str, secret: bytes) -> bytes:
        return envelope.seal(totp_key, secret, envelope.context("portfolio/v1/totp", account))

    def unseal(account: str, sealed: bytes) -> bytes:
        return envelope.open_sealed(totp_key, sealed, envelope.context("portfolio/v1/totp", account))

    return Accounts(index, seal, unseal, hasher)


def _forms(keyring: FileKeyring) -> SealedForms:
    key = keyring.installation_key("resume")

    def seal(use: str, bearer: str, content: bytes) -> bytes:
        return envelope.seal(key, content, envelope.context("portfolio/v1/form", use, bearer))

    def unseal(use: str, bearer: str, sealed: bytes) -> bytes:
        return envelope.open_sealed(key, sealed, envelope.context("portfolio/v1/form", use, bearer))

    return SealedForms(seal, unseal)
