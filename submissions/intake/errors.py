"""Why something that was sent is not taken, in words for whoever sent it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import dates, languages
from consultations.models import Event
from submissions.models import Question


class Refused(Exception):
    """Nothing was stored. ``str()`` says why in the reader's language; ``code`` is for programs."""

    code = "refused"

    @property
    def message(self) -> str:
        return _("This cannot be taken.")

    def __str__(self) -> str:
        return self.message


class OutsideOfDates(Refused):
    def __init__(self, event: Event) -> None:
        super().__init__(event)
        self.event = event


class NotYetOpen(OutsideOfDates):
    code = "not_yet_open"

    @property
    def message(self) -> str:
        opens = self.event.starts_at.astimezone(self.event.consultation.zone)
        return _("This is not open yet. It opens on %(day)s at %(time)s.") % {
            "day": dates.written(opens.date(), languages.shown()),
            "time": dates.clock(opens.time(), languages.shown()),
        }


class Closed(OutsideOfDates):
    code = "closed"

    @property
    def message(self) -> str:
        last = dates.last_day(self.event.closes_at, self.event.consultation.zone)
        return _("This is closed. The last day was %(day)s.") % {
            "day": dates.written(last, languages.shown())
        }


class NobodyThere(Closed):
    """A question for a panel that has gone."""

    @property
    def message(self) -> str:
        return _("The webinar is over, so no more questions are taken.")


class Empty(Refused):
    code = "empty"

    @property
    def message(self) -> str:
        return _("Nothing has been written yet. Write something before you send.")


class TooLong(Refused):
    """``position`` is the place of the text among the points that were sent, counted from 0."""

    code = "too_long"

    def __init__(self, *, limit: int, length: int, position: int | None = None) -> None:
        super().__init__(limit, length)
        self.limit, self.length, self.position = limit, length, position

    @property
    def message(self) -> str:
        return too_long(limit=self.limit, length=self.length)


def too_long(*, limit: int, length: int) -> str:
    over = length - limit
    return ngettext(
        "This is %(over)s character too long. The limit is %(limit)s characters.",
        "This is %(over)s characters too long. The limit is %(limit)s characters.",
        over,
    ) % {
        "over": number_format(over, force_grouping=True),
        "limit": number_format(limit, force_grouping=True),
    }


class TooMany(Refused):
    code = "too_many"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    @property
    def message(self) -> str:
        return ngettext(
            "At most %(limit)s text can be sent at once.",
            "At most %(limit)s texts can be sent at once.",
            self.limit,
        ) % {"limit": self.limit}


class UnknownLanguage(Refused):
    code = "unknown_language"

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language

    @property
    def message(self) -> str:
        return _("“%(language)s” is not a language of this consultation. Choose one from the list.") % {
            "language": self.language[:20]
        }


class NotOfThisEvent(Refused):
    """A topic, question, session or organization of another consultation, or a reply that does not fit."""

    code = "not_of_this_event"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    @property
    def message(self) -> str:
        return _("Something chosen here does not belong to this event (%(what)s). Choose again.") % {
            "what": self.what
        }


class NoQuestions(NotOfThisEvent):
    """A coordinator may have closed them while somebody was typing."""

    def __init__(self) -> None:
        super().__init__("question")

    @property
    def message(self) -> str:
        return _(
            "This webinar takes no questions now. Yours was not sent, and is kept below: copy it, or press the button "
            "again if questions are opened once more."
        )


class Unanswered(Refused):
    """Questions that must be answered, and were not."""

    code = "required"

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(questions)
        self.questions = questions

    @property
    def message(self) -> str:
        return "\n".join(map(unanswered, self.questions))


def unanswered(question: Question) -> str:
    return _("Answer this question: “%(question)s”") % {"question": question.text}


class NotAsked(Refused):
    """An answer to a question that is asked only of those who answered an earlier one otherwise."""

    code = "not_asked"

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.question = question

    @property
    def message(self) -> str:
        return not_asked(self.question)


def not_asked(question: Question) -> str:
    return _("After what was answered before, this question is not asked: “%(question)s”") % {
        "question": question.text
    }


class WrongRoomCode(Refused):
    """The event is for people in a room where a code is shown, and this is not the code."""

    code = "room_code"

    @property
    def message(self) -> str:
        return _("This is not the code that is shown in the room now. Compare it, letter by letter.")


class KeyReused(Refused):
    """The key of this sending came before, with other words, or with the same that were taken back since."""

    code = "key_reused"

    @property
    def message(self) -> str:
        return _(
            "This form was sent before, and it can be sent once. What you sent then stands as it was, unless you took it "
            "back. For other words, open the form anew."
        )


class AmendedMeanwhile(Refused):
    """What somebody set out to change was changed or withdrawn since."""

    code = "amended_meanwhile"

    @property
    def message(self) -> str:
        return _(
            "What you sent was changed or withdrawn since you opened it here. What you typed is kept below; look up "
            "your receipt to see what stands now."
        )
