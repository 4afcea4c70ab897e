from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.bilingual import BilingualField
from consultations.models.consultation import Consultation

SECTION_NUMBERS = (1, 2, 3)  # look back, context, look forward


class Section(models.Model):
    """One of the report's three sections. The database holds every consultation to exactly three."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    title = BilingualField(_("title"), max_length=200)
    guiding_question = BilingualField(_("guiding question"), max_length=300)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="section_number_once"),
            models.CheckConstraint(condition=Q(number__in=SECTION_NUMBERS), name="section_number_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Topic(models.Model):
    section = models.ForeignKey(Section, models.CASCADE, related_name="topics", verbose_name=_("section"))
    code = models.SlugField(_("code"), max_length=60)
    title = BilingualField(_("title"), max_length=200)
    description = BilingualField(_("what belongs here"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["section__number", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="topic_code_once_per_section")
        ]

    def __str__(self) -> str:
        return str(self.title)
