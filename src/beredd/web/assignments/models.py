"""What is entered for an assignment: what was done, what it cost, what was recommended earlier, what was handed out."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredd.assignments.accounts import Cost
from beredd.assignments.evidence import Evidence
from beredd.reports.registers import Recommended
from beredd.web.accounts.models import User
from beredd.web.canonical import CanonicalJSONField


class Entered(models.Model):
    """A row of a register. One that is removed is hidden and can be had back, until the sweep takes it."""

    assignment = models.CharField(max_length=60, db_index=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def of(cls, assignment_id: str):
        """The rows of an assignment that nobody has removed."""
        return cls.objects.filter(assignment=assignment_id, removed_at=None)  # type: ignore[attr-defined]


class Deed(Entered):
    """Something that was done or is planned, and the clauses that it answers; a talk, with how close it was."""

    PERSONAL = {
        "who": "as long as the assignment is followed up; roles and organisations are asked for, not names",
        "created_by": "until the account is deleted",
    }

    class Kind(models.TextChoices):
        DIALOGUE = "dialogue", _("dialog")
        EXERCISE = "exercise", _("övning")
        FINDING = "finding", _("iakttagelse")
        MEASURE = "measure", _("åtgärd")
        PRODUCT = "product", _("kunskapsprodukt")
        STUDY = "study", _("studie")
        SCAN = "horizon-scan", _("omvärldsbevakning")
        REACH = "reach", _("spridning")
        COST = "cost", _("ekonomi")
        REPORT = "report", _("redovisning")

    class Closeness(models.TextChoices):
        CLOSE = "close", _("nära dialog")
        DIALOGUE = "dialogue", _("dialog")
        KNOWLEDGE = "knowledge", _("inhämtad kunskap och erfarenhet")

    class Status(models.TextChoices):
        DONE = "done", _("gjort")
        PLANNED = "planned", _("planerat")
        DRAFT = "draft", _("utkast")

    kind = models.CharField(_("Slag"), max_length=20, choices=Kind)
    closeness = models.CharField(_("Hur nära"), max_length=20, choices=Closeness, blank=True)
    what = models.CharField(_("Om vad"), max_length=600)
    on = models.DateField(_("När"), null=True, blank=True)
    status = models.CharField(_("Läge"), max_length=10, choices=Status, default=Status.DONE)
    who = models.CharField(_("Vilka som var med"), max_length=600, blank=True)
    parties = CanonicalJSONField(default=list)
    clauses = CanonicalJSONField(default=list)
    led_to = models.TextField(_("Vad det ledde till"), max_length=2000, blank=True)
    reference = models.CharField(_("Var det finns"), max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("post i uppdragets logg")
        verbose_name_plural = _("poster i uppdragets logg")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["done", "planned", "draft"]), name="deed_status_is_known"),
            models.CheckConstraint(
                condition=~Q(kind="dialogue") | ~Q(closeness=""), name="deed_dialogue_says_how_close"
            ),
        ]

    def __str__(self):
        return f"{self.on or '–'} {self.what}"

    def evidence(self) -> Evidence:
        """As the library takes it."""
        return Evidence(
            clauses=tuple(self.clauses),
            kind=self.kind,  # type: ignore[arg-type]
            what=self.what,
            status=self.status,  # type: ignore[arg-type]
            on=self.on,
            reference=self.reference,
            parties=tuple(self.parties),
            led_to=self.led_to,
        )


class Expense(Entered):
    """A cost of the assignment, in whole öre."""

    PERSONAL = {"created_by": "until the account is deleted"}

    on = models.DateField(_("Dag"))
    ore = models.BigIntegerField(validators=[MinValueValidator(1)])
    what = models.CharField(_("Avser"), max_length=300)
    reference = models.CharField(_("Verifikation"), max_length=100, blank=True)

    class Meta:
        ordering = ("on", "pk")
        verbose_name = _("kostnad")
        verbose_name_plural = _("kostnader")
        constraints = [models.CheckConstraint(condition=Q(ore__gt=0), name="expense_is_above_nothing")]

    def __str__(self):
        return f"{self.on} {self.what}"

    def cost(self) -> Cost:
        """As the library takes it."""
        return Cost(assignment=self.assignment, on=self.on, ore=self.ore, what=self.what, reference=self.reference)


class Recommendation(Entered):
    """What an earlier assignment recommended, and what became of it."""

    PERSONAL = {"created_by": "until the account is deleted"}

    class Status(models.TextChoices):
        OPEN = "open", _("inte påbörjad")
        UNDER_WAY = "under-way", _("pågår")
        DONE = "done", _("genomförd")
        DROPPED = "dropped", _("avskriven")
        UNKNOWN = "unknown", _("okänt läge")

    source = models.CharField(_("Tidigare uppdrag"), max_length=200)
    text = models.CharField(_("Rekommendation"), max_length=600)
    owner = models.CharField(_("Vem som äger den"), max_length=200, blank=True)
    status = models.CharField(_("Läge"), max_length=20, choices=Status, default=Status.UNKNOWN)
    followed_on = models.DateField(_("Följdes upp"), null=True, blank=True)
    comment = models.TextField(_("Vad som har hänt"), max_length=2000, blank=True)

    class Meta:
        ordering = ("source", "pk")
        verbose_name = _("tidigare rekommendation")
        verbose_name_plural = _("tidigare rekommendationer")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "under-way", "done", "dropped", "unknown"]),
                name="recommendation_status_is_known",
            )
        ]

    def __str__(self):
        return self.text

    def recommended(self) -> Recommended:
        """As a report takes it."""
        return Recommended(
            source=self.source,
            text=self.text,
            owner=self.owner,
            status=str(self.Status(self.status).label),
            comment=self.comment,
        )


class Reached(Entered):
    """Something that was handed out or shown: what, in which setting, to whom."""

    PERSONAL = {"created_by": "until the account is deleted"}

    class Setting(models.TextChoices):
        PHARMACY = "pharmacy", _("apotek")
        COMMUNITY = "community", _("vård och socialtjänst")
        NEEDLE_EXCHANGE = "needle-exchange", _("sprututbyte")
        SHELTER = "shelter", _("härbärge eller boende")
        PROTECTED = "protected-housing", _("skyddat boende")
        CUSTODY = "custody", _("kriminalvård och polis")
        ONLINE = "online", _("webb")
        UNKNOWN = "unknown", _("okänt")

    class Sex(models.TextChoices):
        WOMEN = "women", _("kvinnor")
        MEN = "men", _("män")
        UNKNOWN = "unknown", _("okänt")

    on = models.DateField(_("Dag"))
    what = models.CharField(_("Vad"), max_length=300)
    setting = models.CharField(_("Sammanhang"), max_length=20, choices=Setting, default=Setting.UNKNOWN)
    sex = models.CharField(_("Kön"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    n = models.PositiveIntegerField(_("Antal"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("spridning")
        verbose_name_plural = _("spridningar")
        constraints = [models.CheckConstraint(condition=Q(n__gt=0), name="reached_somebody")]

    def __str__(self):
        return f"{self.on} {self.what}"
