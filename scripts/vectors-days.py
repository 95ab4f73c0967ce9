#!/usr/bin/env python3
"""Writes test/vectors/days.json: holidays, moments and ends of periods, counted without a line of the program.

Usage: python3 scripts/vectors-days.py [folder]
Deterministic, and without the time zone data of the machine: Prague changes its clocks at 01:00 UTC on the last Sundays
of March and October. Easter comes from the table of epacts and Sunday letters, days of rest from walking day by day.
"""

import json
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

FIXED = [(1, 1), (5, 1), (5, 8), (7, 5), (7, 6), (9, 28), (10, 28), (11, 17), (12, 24), (12, 25), (12, 26)]
YEARS = range(2001, 2101)
ONE = timedelta(days=1)


def easter(year):
    """The Sunday after the ecclesiastical full moon on or after 21 March, found by walking."""
    golden, century = year % 19, year // 100
    epact = (8 + 11 * golden + century // 4 - century + (8 * century + 13) // 25) % 30
    if epact == 24 or (epact == 25 and golden > 10):
        epact += 1
    moon = date(year, 3, 21) + timedelta(days=(23 - epact) % 30)
    sunday = moon + ONE
    while sunday.isoweekday() != 7:
        sunday += ONE
    return sunday


def holidays(year):
    days = {date(year, month, day) for month, day in FIXED}
    sunday = easter(year)
    days.add(sunday + ONE)
    if year >= 2016:
        days.add(sunday - 2 * ONE)
    return sorted(days)


REST = {day for year in range(2001, 2103) for day in holidays(year)}


def working(day):
    return day.isoweekday() < 6 and day not in REST


def end(start, count, unit):
    day = start
    if unit == "days":
        for _ in range(count):
            day += ONE
    elif unit == "weeks":
        for _ in range(7 * count):
            day += ONE
    else:
        month = start.month - 1 + count * (12 if unit == "years" else 1)
        year, month = start.year + month // 12, month % 12 + 1
        number = start.day
        while True:
            try:
                day = date(year, month, number)
                break
            except ValueError:
                number -= 1
    while not working(day):
        day += ONE
    return day


def last_sunday(year, month):
    day = date(year, month, 31)
    while day.isoweekday() != 7:
        day -= ONE
    return day


def midnight(day):
    """UTC moment at which a day begins in Prague."""
    summer = last_sunday(day.year, 3) < day <= last_sunday(day.year, 10)
    moment = datetime(day.year, day.month, day.day, tzinfo=timezone.utc) - timedelta(hours=2 if summer else 1)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def midnights():
    for year in range(2024, 2034):
        for around in (last_sunday(year, 3), last_sunday(year, 10), date(year, 1, 1), date(year, 3, 1)):
            for day in (around - ONE, around, around + ONE):
                yield [day.isoformat(), midnight(day)]


PERIODS = [(5, "days"), (10, "days"), (15, "days"), (30, "days"), (60, "days"), (90, "days"), (1, "weeks"), (2, "weeks"),
           (1, "months"), (2, "months"), (6, "months"), (1, "years"), (4, "years")]


def ends():
    """Every seventh day and each neighbour of a holiday, each with some of the periods in turn."""
    day, turn = date(2015, 1, 1), 0
    while day < date(2031, 1, 1):
        near = any(day + n * ONE in REST for n in (-1, 0, 1))
        if near or day.toordinal() % 7 == 0 or (day.month, day.day) in ((2, 28), (2, 29), (8, 31)):
            count, unit = PERIODS[turn % len(PERIODS)]
            turn += 1
            yield [day.isoformat(), count, unit, end(day, count, unit).isoformat()]
        day += ONE


def rows(items):
    return "[\n" + ",\n".join("    " + json.dumps(item) for item in items) + "\n  ]"


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "test" / "vectors"
    text = "{\n" + ",\n".join([
        f'  "easter": {rows([year, easter(year).isoformat()] for year in YEARS)}',
        f'  "holidays": {rows([year, *(day.isoformat()[5:] for day in holidays(year))] for year in YEARS)}',
        f'  "midnights": {rows(midnights())}',
        f'  "ends": {rows(ends())}',
    ]) + "\n}\n"
    (folder / "days.json").write_text(text, encoding="utf-8")


main()
