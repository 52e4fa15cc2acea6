"""Forms of an assignment's registers. What is wrong is said beside its field, and nothing typed is lost."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredd.assignments.accounts import ore_of
from beredd.assignments.decision import Assignment
from beredd.assignments.secrecy import classified_in
from beredd.figures.numbers import number
from beredd.web.assignments.models import Deed, Expense, Reached, Recommendation


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as the browser's own field gives it."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


class RegisterForm(forms.ModelForm):
    """A row of a register of one assignment."""

    def __init__(self, *args: Any, assignment: Assignment, **more: Any):
        super().__init__(*args, **more)
        self.assignment = assignment

    def clean(self) -> dict[str, Any]:
        """Refuses what is classified for national security, whichever field it stands in."""
        said = super().clean() or {}
        for name, value in list(said.items()):
            if isinstance(value, str) and (found := classified_in(value)):
                self.add_error(
                    name,
                    _(
                        "”%(found)s” är en säkerhetsskyddsmarkering. Sådana uppgifter får inte finnas i Beredd. "
                        "Ta bort dem; här räcker det att skriva var de förvaras."
                    )
                    % {"found": found},
                )
        return said

    def clean_on(self) -> Any:
        """What is done has happened."""
        on = self.cleaned_data["on"]
        if on is not None and on > timezone.localdate() and self.data.get("status", "done") == "done":
            raise ValidationError(_("Dagen har inte kommit än. Välj en dag till och med i dag."))
        return on


class DeedForm(RegisterForm):
    """Something that was done, and the clauses that it answers."""

    parties = forms.MultipleChoiceField(
        label=gettext_lazy("Med vilka av dem som beslutet namnger"), widget=forms.CheckboxSelectMultiple, required=False
    )
    clauses = forms.MultipleChoiceField(label=gettext_lazy("Svarar mot"), widget=forms.CheckboxSelectMultiple)
    on = day_field(gettext_lazy("När"), required=False)

    class Meta:
        model = Deed
        fields: tuple[str, ...] = ("kind", "status", "on", "what", "who", "parties", "clauses", "led_to", "reference")
        widgets = {"led_to": forms.Textarea({"rows": 2})}
        help_texts = {
            "who": gettext_lazy("Roller och organisationer, inga namn på personer."),
            "reference": gettext_lazy("Diarienummer, körning eller plan."),
        }

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        parties = [(one.id, one.name) for one in self.assignment.parties]
        clauses = [(one.id, one.demand) for one in self.assignment.clauses if self.can_answer(one.answered)]
        self.fields["parties"].choices = parties  # type: ignore[attr-defined]
        self.fields["clauses"].choices = clauses  # type: ignore[attr-defined]

    def can_answer(self, kinds: tuple[str, ...]) -> bool:
        """Whether a clause that such kinds answer can be chosen."""
        return True

    def clean(self) -> dict[str, Any]:
        """A clause takes the kinds that can answer it, and what is done has a day."""
        said = super().clean()
        kind = said.get("kind") or self.instance.kind
        for id in said.get("clauses", ()):
            clause = self.assignment.clause(id)
            if clause and kind and kind not in clause.answered:
                kinds = ", ".join(str(Deed.Kind(one).label) for one in clause.answered)
                self.add_error(
                    "clauses",
                    _("”%(demand)s” besvaras av %(kinds)s.") % {"demand": clause.demand, "kinds": kinds},
                )
        if said.get("status") == Deed.Status.DONE and not said.get("on") and "on" not in self.errors:
            self.add_error("on", _("Ange dagen för det som är gjort."))
        return said

    def save(self, commit: bool = True) -> Deed:
        """The row with its lists; the action saves it."""
        row = super().save(commit=False)
        row.parties, row.clauses = self.cleaned_data["parties"], self.cleaned_data["clauses"]
        return row


class DialogueForm(DeedForm):
    """A talk: how close, who, when, about what, what it led to."""

    class Meta(DeedForm.Meta):
        fields = ("closeness", "on", "what", "who", "parties", "clauses", "led_to", "reference")

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["closeness"].required = True
        self.fields["parties"].required = True
        self.instance.kind = Deed.Kind.DIALOGUE

    def can_answer(self, kinds: tuple[str, ...]) -> bool:
        return "dialogue" in kinds

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("on") and "on" not in self.errors:
            self.add_error("on", _("Ange dagen för samtalet."))
        return said


class ExpenseForm(RegisterForm):
    """A cost, to the öre, in a year that the assignment has money for."""

    on = day_field(gettext_lazy("Dag"))
    kronor = forms.CharField(
        label=gettext_lazy("Belopp i kronor"), max_length=30, widget=forms.TextInput({"inputmode": "decimal"})
    )

    class Meta:
        model = Expense
        fields = ("on", "what", "reference")

    field_order = ("on", "kronor", "what", "reference")

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        if self.instance.pk:
            self.fields["kronor"].initial = number(self.instance.ore / 100, 2)

    def clean_kronor(self) -> int:
        """The amount in öre."""
        ore = ore_of(self.cleaned_data["kronor"], decimal="")
        if ore is None or ore <= 0:
            raise ValidationError(_("Ange ett belopp över noll med högst två decimaler, som 1 250,50."))
        return ore

    def clean_on(self) -> Any:
        on = super().clean_on()
        years = [one.year for one in self.assignment.grants]
        if on.year not in years:
            allowed = ", ".join(map(str, years)) or "–"
            raise ValidationError(
                _("Uppdraget har inga medel för %(year)s. Välj en dag under %(years)s.")
                % {"year": on.year, "years": allowed}
            )
        return on

    def save(self, commit: bool = True) -> Expense:
        """The row with its öre; the action saves it."""
        row = super().save(commit=False)
        row.ore = self.cleaned_data["kronor"]
        return row


class RecommendationForm(RegisterForm):
    """What an earlier assignment recommended, and what became of it."""

    followed_on = day_field(gettext_lazy("Följdes upp"), required=False)

    class Meta:
        model = Recommendation
        fields = ("source", "text", "owner", "status", "followed_on", "comment")
        widgets = {"comment": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        if not self.instance.pk and self.assignment.earlier:
            self.fields["source"].initial = self.assignment.earlier[0].reference

    def clean_followed_on(self) -> Any:
        """A follow-up has happened."""
        on = self.cleaned_data["followed_on"]
        if on is not None and on > timezone.localdate():
            raise ValidationError(_("Dagen har inte kommit än. Välj en dag till och med i dag."))
        return on


class ReachedForm(RegisterForm):
    """What was handed out or shown, where, to whom."""

    on = day_field(gettext_lazy("Dag"))

    class Meta:
        model = Reached
        fields = ("on", "what", "setting", "sex", "n")
