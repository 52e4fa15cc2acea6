"""Forms of accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beredd.web.accounts.models import Organisation, Role


class InvitationForm(forms.Form):
    """Whom to invite, to what, as what. Offers only organisations the inviter may invite to."""

    email = forms.EmailField(label=_("E-postadress"))
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Roll"), choices=Role.choices, initial=Role.ANALYST)

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(label=_("Namn"), max_length=120)
    kind = forms.ChoiceField(label=_("Slag"), choices=Organisation.Kind.choices)

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Det finns redan en organisation med det namnet."))
        return name


class ApiKeyForm(forms.Form):
    """What a new key is for."""

    name = forms.CharField(label=_("Vad nyckeln ska användas till"), max_length=80)


class GuidanceDutyForm(forms.Form):
    """What a person does with guidance."""

    signing_name = forms.CharField(
        label=_("Namn som signerar"),
        max_length=120,
        help_text=_("Står under det personen skriver och godkänner. Väljs en gång och ändras aldrig."),
    )
    is_editor = forms.BooleanField(label=_("Redaktör: skriver utkast och skickar till granskning"), required=False)
    is_clinician = forms.BooleanField(label=_("Kliniker: godkänner"), required=False)
    reads = forms.CharField(
        label=_("Granskar språk"),
        max_length=60,
        required=False,
        help_text=_("Språkkoder med blanksteg emellan, till exempel en fi."),
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=120,
        required=False,
        help_text=_("Vad som gör personen lämplig att godkänna, till exempel legitimerad sjuksköterska."),
    )


class ExerciseDutyForm(forms.Form):
    """What a person does with exercise plans."""

    signing_name = forms.CharField(
        label=_("Namn som signerar"),
        max_length=120,
        help_text=_("Står under det personen skriver och godkänner. Väljs en gång och ändras aldrig."),
    )
    is_planner = forms.BooleanField(label=_("Planerare: skriver planer och program"), required=False)
    is_reviewer = forms.BooleanField(label=_("Granskare: läser det andra har skrivit"), required=False)
    is_approver = forms.BooleanField(label=_("Godkänner granskade planer"), required=False)
