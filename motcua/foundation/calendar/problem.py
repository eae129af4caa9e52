"""The one error of the calendar: a sentence in Vietnamese for the person who gave the input."""


class CalendarError(ValueError):
    """Something about a date, an allowance, a pause or a calendar cannot be; the text says what to do."""
