"""Opening hours as registers write them, to whole hours."""

import pytest

from beredd.dispensing.registers.hours import day_hours, week_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-18", "9-18"),
        ("09:00-18:00", "9-18"),
        ("0930-1800", "9-18"),
        ("9.30 – 18.45", "9-18"),
        ("kl 10 till 15", "10-15"),
        ("Stängt", "closed"),
        ("", ""),
        ("00:00-24:00", "0-24"),
        ("08:00-00:00", "8-24"),
        ("0-23:59", "0-24"),
        ("9:15-9:45", "9-10"),
    ],
)
def test_one_day(text, hours):
    assert day_hours(text) == hours


@pytest.mark.parametrize("text", ["efter överenskommelse", "18-9", "25-26", "9", "9-18-20", "24-24"])
def test_what_is_no_hours_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        day_hours(text)


WEEKDAYS = ("9-18",) * 5


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("Mo-Fr 09:00-18:00; Sa 10:00-14:00", (*WEEKDAYS, "10-14", "closed")),
        ("Mo-Fr 09:00-18:00; Sa,Su 11:00-15:00; PH off", (*WEEKDAYS, "11-15", "11-15")),
        ("Mo,We 10:00-16:00", ("10-16", "closed", "10-16", "closed", "closed", "closed", "closed")),
        ("Sa-Mo 10:00-12:00", ("10-12", "closed", "closed", "closed", "closed", "10-12", "10-12")),
        ("09:00-21:00", ("9-21",) * 7),
        ("24/7", ("0-24",) * 7),
        ("Mo-Fr 09:00-12:00,13:00-18:00", (*WEEKDAYS, "closed", "closed")),
        ("Mo-Su 09:00-18:00; Su off", (*WEEKDAYS, "9-18", "closed")),
        ("", ("",) * 7),
    ],
)
def test_a_week_as_openstreetmap_writes_it(text, week):
    assert week_hours(text)[0] == week


@pytest.mark.parametrize("text", ["Mo-Fr 09:00+", "sunrise-sunset", "Jan-Mar Mo-Fr 9-17", '"call first"'])
def test_richer_weeks_are_refused_rather_than_misread(text):
    with pytest.raises((ValueError, KeyError)):
        week_hours(text)


@pytest.mark.parametrize(
    ("text", "monday", "saturday", "sunday", "aside"),
    [
        ("Mo-Fr 09:00-18:00, Sa 10:00-14:00", "9-18", "10-14", "closed", ()),
        ("Mo-Fr 09:00-18:00\nSa 10:00-14:00", "9-18", "10-14", "closed", ()),
        ("Mo-Fr 09:00-18:00 Sa 10:00-14:00", "9-18", "10-14", "closed", ()),
        ("Mo-Fr 09:00-18:00; Dec 24-26 off", "9-18", "closed", "closed", None),
        ("Mo-Fr 09:00-18:00; Sa 10:00-14:00; Su,PH off; Jun 22 off", "9-18", "10-14", "closed", None),
        ("24/7; PH off", "0-24", "0-24", "0-24", ("ph off",)),
        ("Mo-Sa 08:00-22:00; PH,Su 11:00-02:00", "8-22", "8-22", "11-24", None),
        ("Mån-Fre 9-18, Lör 10-14, Sön stängt", "9-18", "10-14", "closed", ()),
        ("Vardagar 09.00–18.00. Lördagar kl 10–14", "9-18", "10-14", "closed", ()),
        ("Måndag till fredag 9-18", "9-18", "closed", "closed", ()),
        ("Alla dagar 8-22", "8-22", "8-22", "8-22", ()),
        ("Mo-Su 07:00-23:59", "7-24", "7-24", "7-24", ()),
        ("Mo-Fr 9-12 och 13-18", "9-18", "closed", "closed", ()),
        ("2026-12-24 off; Mo-Fr 9-18", "9-18", "closed", "closed", None),
        ("Mo-Fr 09:00-18:00 || Sa 10-14", "9-18", "10-14", "closed", ()),
    ],
)
def test_the_ordinary_week_counts_and_the_rest_is_named(text, monday, saturday, sunday, aside):
    week, left = week_hours(text)
    assert (week[0], week[5], week[6]) == (monday, saturday, sunday)
    assert left == aside if aside is not None else left


@pytest.mark.parametrize(
    "text",
    ["mo " * 2000, "mo , " * 100 + "x", "mo-" * 200, "-" * 500, "9-18," * 100 + "x", "ph " * 150, " " * 500 + "x"],
)
def test_no_text_takes_long(text):
    with pytest.raises(ValueError, match=r".+"):  # a pattern that tries every split would take years
        week_hours(text)


def test_of_two_spans_on_a_day_the_outer_ends_count():
    assert day_hours("9-12, 13-18") == day_hours("9-12\n13-18") == "9-18"


@pytest.mark.parametrize(
    "text",
    [
        "Mån-fre 9-18 stängt 12-13",
        "Mo-Fr 09:00-18:00; Mo-Fr 12:00-13:00 off",
        "Mo-Fr 09:00-18:00; 12:00-13:00 off",
    ],
)
def test_closed_for_lunch_is_not_closed_all_day(text):
    week, aside = week_hours(text)
    assert week == ("9-18",) * 5 + ("closed",) * 2
    assert aside


def test_six_in_the_evening_as_the_english_write_it_is_not_six_in_the_morning():
    with pytest.raises(ValueError, match="9-6"):
        week_hours("Mo-Fr 9-6")
    assert week_hours("Mo-Fr 22:00-02:00")[0][0] == "22-24"
