"""A vault that seals nothing, to tell what sealing costs: rows hold plaintext, and no key is looked up."""

from consent.permit import Permit
from storage.vault import Opening, Place, Sealed, Vault


class BareOpening(Opening):
    """Gives back what lies in the row. It knows the Permit, like the real one, and no key."""

    def __init__(self, permit: Permit) -> None:
        self._permit = permit

    def fetch(self, place: Place, sealed: Sealed) -> bytes:
        """The row's own bytes."""
        del place
        return bytes(sealed.body or b"")


class BareVault(Vault):
    """Opens without a key. Names of people and units it leaves as the sealing vault knows them."""

    def __init__(self, sealing: Vault) -> None:
        self.directory = sealing.directory

    def open(self, permit: Permit) -> Opening:
        """No key is fetched, none unwrapped."""
        return BareOpening(permit)
