"""What is left of a booking when its conversation is erased."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select

from bot.booking.errors import BookingNotFound
from bot.booking.model import STAFF, Asker, Status
from bot.booking.service import BookingService
from bot.storage.database import Database
from bot.storage.tables import conversations, metadata
from tests.booking.conftest import PHONE, at


@pytest.mark.usefixtures("oksana")
def test_a_booking_outlives_its_conversation_without_leading_back_to_it(
    service: BookingService, database: Database, start_conversation: Callable[[str], str]
) -> None:
    asker = Asker(start_conversation("mine"))
    reference = str(service.hold(PHONE, at("2026-11-24 10:00"), asker, "k1").reference)
    service.confirm(reference, asker, "k2")

    with database.transaction() as connection:
        connection.execute(delete(conversations))

    with database.reading() as connection:
        rows = [row for table in metadata.tables.values() for row in connection.execute(select(table))]
    assert len(rows) >= 5
    assert not any("mine" in row for row in rows)
    kept = service.find(reference, STAFF)
    assert (kept.status, kept.conversation_id) == (Status.CONFIRMED, None)
    with pytest.raises(BookingNotFound):
        service.find(reference, asker)
