"""A survey's questions, built in the admin."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models import BilingualField, Event, Topic


class QuestionKind(models.TextChoices):
    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    SINGLE_CHOICE = "single_choice", _("Single choice")
    MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
    SCALE = "scale", _("Scale")
    RANKING = "ranking", _("Ranking")
    SCALE_MATRIX = "scale_matrix", _("Several lines on one scale")
    CHOICE_MATRIX = "choice_matrix", _("Several lines with the same choices")
    DATE = "date", _("Date")
    CONTACT = "contact", _("How to be told of the outcome")


TEXT_KINDS = (QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT)
# Those whose answer can decide whether a later question is asked.
DECIDING_KINDS = (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE)
CHOICE_KINDS = (
    QuestionKind.SINGLE_CHOICE,
    QuestionKind.MULTIPLE_CHOICE,
    QuestionKind.RANKING,
    QuestionKind.CHOICE_MATRIX,
    QuestionKind.CONTACT,
)
SCALE_KINDS = (QuestionKind.SCALE, QuestionKind.SCALE_MATRIX)
MATRIX_KINDS = (QuestionKind.SCALE_MATRIX, QuestionKind.CHOICE_MATRIX)


class Questionnaire(models.Model):
    """The survey of one event."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="questionnaire", verbose_name=_("event"))
    introduction = BilingualField(_("introduction"), multiline=True, blank=True)
    thanks = BilingualField(_("thanks"), multiline=True, blank=True)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return str(self.event)


class QuestionPage(models.Model):
    """The heading of one page of questions. A page without one is called by its number."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(_("page"))
    title = BilingualField(_("title"), max_length=150)

    class Meta:
        verbose_name = _("page title")
        verbose_name_plural = _("page titles")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"],
                name="question_page_titled_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Question(models.Model):
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionKind)
    page = models.PositiveSmallIntegerField(
        _("page"), default=1, help_text=_("Questions with the same number stand on one page.")
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="questions", verbose_name=_("topic"),
        help_text=_("What is answered in words is filed under this topic."),
    )  # fmt: skip
    text = BilingualField(_("question"), max_length=300)
    help = BilingualField(_("help"), max_length=500, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No longer asked; the answers it has are still counted.")
    )
    shown_if: models.ManyToManyField[Choice, Condition] = models.ManyToManyField(
        "Choice", through="Condition", related_name="shows", verbose_name=_("asked only after")
    )
    max_characters = models.PositiveIntegerField(_("longest answer (characters)"), default=2000)
    lowest = models.SmallIntegerField(_("lowest value of the scale"), default=1)
    highest = models.SmallIntegerField(_("highest value of the scale"), default=5)
    lowest_label = BilingualField(_("what the lowest value means"), max_length=100, blank=True)
    highest_label = BilingualField(_("what the highest value means"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["page", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(page__gte=1), name="question_page_counts_from_one"),
            models.UniqueConstraint(fields=["questionnaire", "code"], name="question_code_once"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(condition=Q(highest__gt=F("lowest")), name="question_scale_goes_up"),
            models.CheckConstraint(
                condition=Q(max_characters__range=(20, 50_000)), name="question_length_sane"
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def asks_for_words(self) -> bool:
        return self.kind in TEXT_KINDS

    @property
    def other(self) -> Choice | None:
        """The choice that can be said in words, when it is among those that were loaded."""
        if self.kind not in DECIDING_KINDS:
            return None
        return next((choice for choice in self.choices.all() if choice.is_other), None)


class Choice(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = BilingualField(_("choice"), max_length=200)
    is_other = models.BooleanField(
        _("“other, please say”"), default=False,
        help_text=_("Whoever chooses it can say more; those words are reviewed like any other."),
    )  # fmt: skip
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No longer offered; the answers it has are still counted.")
    )

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="choice_code_once"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(is_other=True), name="choice_other_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)


class MatrixRow(models.Model):
    """One line of a matrix: it is answered with a step of the question's scale or with one of its choices."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="rows")
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = BilingualField(_("line"), max_length=200)
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No longer asked; the answers it has are still counted.")
    )

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="matrix_row_code_once")]

    def __str__(self) -> str:
        return str(self.text)


class Condition(models.Model):
    """``question`` is asked only of those who gave ``choice``, or another that it names, to an earlier question.

    Triggers hold it to an earlier question of the same survey: conditions can never go in a circle.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="conditions")
    choice = models.ForeignKey(Choice, models.RESTRICT, related_name="conditions", verbose_name=_("choice"))

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = [models.UniqueConstraint(fields=["question", "choice"], name="condition_once")]

    def __str__(self) -> str:
        return str(self.choice)
