"""What the figures count by, told from what was there before: how each inquiry began, was answered and quoted."""

from django.db import migrations

from inquiries import answered

_SLICE = 500  # inquiries of which all messages are in memory at once
_MACHINE_KINDS = ("system",)
_ANSWERS_NOTHING = ("reaction", "edit", "revoke")
_HEARD = ("SENT", "DELIVERED", "READ", "SANDBOXED")


def tell(apps, schema_editor):
    """From the messages and events that are there; business hours as they are set now."""
    alias = schema_editor.connection.alias
    inquiries = apps.get_model("inquiries", "Inquiry").objects.using(alias)
    week_of = _weeks(apps, alias)
    last = 0
    while pks := list(inquiries.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_SLICE]):
        last = pks[-1]
        _tell_slice(apps, alias, pks, week_of)


def _weeks(apps, alias):
    from inquiries.models import OpeningHours

    names = ("account", "time_zone", *(f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")), "days_off")
    rows = apps.get_model("inquiries", "OpeningHours").objects.using(alias).values(*names)
    known = {row["account"]: OpeningHours(**row).as_week() for row in rows}
    common = known.get("") or OpeningHours().as_week()
    return lambda account: known.get(account.lower(), common)


def _tell_slice(apps, alias, pks, week_of):
    inquiries = apps.get_model("inquiries", "Inquiry").objects.using(alias)
    messages, closings, quoted = _messages(apps, alias, pks), *_moves(apps, alias, pks)
    rows = inquiries.in_bulk(pks)
    for pk, row in rows.items():
        said = messages.get(pk, [])
        first = next((one for one in said if not one["automatic"]), next(iter(said), None))
        row.came_at = first["sent_at"] if first else row.created_at
        row.came_by = first["channel"] if first else ""
        row.quoted_at = quoted.get(pk) or (row.last_message_at if row.status in ("QUOTED", "BOOKED") else None)
    inquiries.bulk_update(rows.values(), ["came_at", "came_by", "quoted_at"])
    Answer = apps.get_model("inquiries", "Answer")
    Answer.objects.using(alias).bulk_create(
        Answer(
            inquiry_id=pk,
            message_id=answer.pk,
            author_id=answer.author,
            asked_at=asked.at,
            answered_at=answer.at,
            seconds=round((answer.at - asked.at).total_seconds()),
            open_seconds=round(week_of(asked.account).open_seconds(asked.at, answer.at)),
            first=not number,
        )
        for pk, said in messages.items()
        for number, (asked, answer) in enumerate(answered.waits(filter(None, map(_said, said)), closings.get(pk, ())))
    )


def _messages(apps, alias, pks):
    names = ("inquiry_id", "pk", "direction", "state", "kind", "automatic", "channel", "account", "author_id", "sent_at", "created_at")
    rows = apps.get_model("inquiries", "Message").objects.using(alias).filter(inquiry__in=pks).exclude(channel="note")
    found = {}
    for row in rows.order_by("sent_at", "pk").values(*names):
        found.setdefault(row["inquiry_id"], []).append(row)
    return found


def _said(row):
    """As answer_times.py has it today."""
    ours = row["direction"] == "OUT"
    silent = _ANSWERS_NOTHING if ours else _MACHINE_KINDS
    if row["automatic"] or row["kind"] in silent or (ours and row["state"] not in _HEARD):
        return None
    return answered.Said(
        pk=row["pk"], ours=ours, at=row["sent_at"], arrived_at=row["created_at"], author=row["author_id"],
        channel=row["channel"], account=row["account"],
    )


def _moves(apps, alias, pks):
    closings, quoted = {}, {}
    rows = apps.get_model("inquiries", "Event").objects.using(alias).filter(inquiry__in=pks, kind="status")
    for pk, data, actor, at in rows.order_by("pk").values_list("inquiry_id", "data", "actor", "created_at"):
        found = closings.setdefault(pk, [])
        if data.get("to") in ("LOST", "CLOSED"):
            found.append(at)
        elif actor is not None and found:
            found.pop()
        if data.get("to") in ("QUOTED", "BOOKED"):
            quoted.setdefault(pk, at)
    return closings, quoted


class Migration(migrations.Migration):

    dependencies = [
        ("inquiries", "0026_figures"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop, elidable=True)]
