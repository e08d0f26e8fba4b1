"""Reads the calendars that calendars.mjs wrote with icalendar, and says what is wrong with them.

    python3 e2e/calendars.py FOLDER

Needs icalendar from PyPI; ./test installs it into a folder of its own.
"""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar

FOLDER = Path(sys.argv[1])
ZONE = "Asia/Shanghai"
NAMES = ("reception-days", "event", "own")
MOMENTS = {"VEVENT": ("DTSTART", "DTEND"), "VTODO": ("DUE",)}


def check(right, what):
    if not right:
        sys.exit(f"calendars: {what}")


def told(component):
    """A component with all its values as they are written, in an order of their own."""
    lines = sorted(
        (key, value.to_ical(), sorted(getattr(value, "params", {}).items()))
        for key, values in component.items()
        for value in (values if isinstance(values, list) else [values])
    )
    return component.name, lines, [told(part) for part in component.subcomponents]


def dated(event, where):
    starts, ends = event["DTSTART"], event["DTEND"]
    for moment in (starts, ends):
        check(moment.params.get("TZID") == ZONE, f"{where}: the zone of {moment.to_ical()}")
        check(isinstance(moment.dt, datetime) and moment.dt.utcoffset() == timedelta(hours=8), f"{where}: {moment.dt}")
    check(starts.dt < ends.dt, f"{where}: it ends after it begins")
    check(event["STATUS"] in ("CONFIRMED", "CANCELLED"), f"{where}: {event['STATUS']}")


def to_do(todo, where):
    due = todo["DUE"].dt
    check(isinstance(due, date) and not isinstance(due, datetime), f"{where}: due on a day: {due}")


def read(path):
    """A calendar's events and things to do by their names, once everything about it was found right."""
    text = path.read_bytes()
    for line in text.split(b"\r\n"):
        check(len(line) <= 75 and b"\n" not in line, f"{path}: a line of {len(line)} octets")
    calendar = Calendar.from_ical(text)
    for part in calendar.walk():
        check(not part.errors, f"{path}: {part.name} {part.errors}")
    check(calendar["VERSION"] == "2.0" and calendar["PRODID"] and calendar["METHOD"] == "PUBLISH", f"{path}: its head")
    zones = [zone["TZID"] for zone in calendar.walk("VTIMEZONE")]
    check(zones == [ZONE], f"{path}: zones {zones}")
    found = {}
    for part in calendar.walk("VEVENT") + calendar.walk("VTODO"):
        where = f"{path.name} {part.get('UID')}"
        for key in ("UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "STATUS", *MOMENTS[part.name]):
            check(key in part, f"{where}: {key} of {part.name}")
        check(part["UID"] not in found, f"{where}: comes twice")
        dated(part, where) if part.name == "VEVENT" else to_do(part, where)
        found[str(part["UID"])] = part
    again = Calendar.from_ical(calendar.to_ical())
    check(told(again) == told(calendar), f"{path}: written again by icalendar and read again it is the same")
    return found


def of(kind, found):
    return [part for part in found.values() if part.name == kind]


def main():
    before, after = ({name: read(FOLDER / when / f"{name}.ics") for name in NAMES} for when in ("before", "after"))
    check(len(before["event"]) == 1, "an event's file has the event alone")
    uid, event = next(iter(before["event"].items()))
    check(event["STATUS"] == "CONFIRMED", "it is on")
    for name in ("event", "own"):
        check(uid in before[name] and uid in after[name], f"{name}: {uid} is there, also when it was called off")
        first, then = before[name][uid], after[name][uid]
        check(then["STATUS"] == "CANCELLED", f"{name}: called off")
        check(int(then["SEQUENCE"]) > int(first["SEQUENCE"]), f"{name}: {first['SEQUENCE']} was followed by {then['SEQUENCE']}")
        check(then["DTSTART"].dt == first["DTSTART"].dt, f"{name}: it says when it would have been")
    check(len(before["reception-days"]) >= 100 and not of("VTODO", before["reception-days"]), "reception days, and nothing else")
    opinion = (FOLDER / "due").read_text()
    due = [part for part in of("VTODO", before["own"]) if opinion in part["UID"]]
    check(len(due) == 1 and opinion in due[0]["URL"], f"the opinion {opinion} that waits is in one's own once: {due}")
    check(set(before["own"]) == set(after["own"]), "nothing else came or went")
    counted = sum(len(found) for found in before.values())
    print(f"calendars: {counted} entries read by icalendar, the same when written again; an event called off by its name")


main()
