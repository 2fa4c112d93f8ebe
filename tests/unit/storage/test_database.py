"""Documents and wrapped keys never share a database by accident."""

import pytest

from storage.database import DatabaseNamed, open_database


@pytest.mark.parametrize("uri", ["mongodb://127.0.0.1:1/portfolio", "mongodb://127.0.0.1:1/admin?replicaSet=rs0"])
def test_a_uri_that_names_a_database_is_refused(uri: str) -> None:
    with pytest.raises(DatabaseNamed):
        open_database(uri)
    with pytest.raises(DatabaseNamed):
        open_database("mongodb://127.0.0.1:1/", keys_uri=uri)
