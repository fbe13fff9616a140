"""A channel that the tests of the core hold in their hands."""

from collections.abc import Iterator

import pytest

from inquiries import channels
from tests.inquiries.post_office import PostOffice, office, open_office


@pytest.fixture
def post_office(settings) -> Iterator[PostOffice]:
    """Both channels lead to a fresh office."""
    vars(office).update(vars(PostOffice()))
    path = f"{open_office.__module__}.{open_office.__name__}"
    settings.CHANNELS = {"email": path, "whatsapp": path}
    channels.get.cache_clear()
    yield office
    channels.get.cache_clear()
