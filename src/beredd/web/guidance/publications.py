"""Publications: which claims stand under which heading for whom, written by editors; and how products were read."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from beredd.errors import BereddError
from beredd.guidance import drafting
from beredd.guidance.drafting import must_be, token
from beredd.guidance.editing import Change, find
from beredd.guidance.errors import ChangedMeanwhile, NotAllowed, Unknown
from beredd.guidance.fields import MOST_LINE, MOST_TEXT, Reading
from beredd.guidance.publications import Publication
from beredd.guidance.store import KINDS as FOLDERS
from beredd.guidance.store import Store
from beredd.web.accounts import policy
from beredd.web.guidance import tables, workspace
from beredd.web.guidance.drafts import WhyForm
from beredd.web.guidance.editing import attach, for_those_who, page_of, said_of, signs
from beredd.web.guidance.models import Entry
from beredd.web.guidance.reading import current
from beredd.web.guidance.views import files, for_readers
from beredd.web.guidance.words import KINDS, SEXES, edition_name, named

SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
LANGUAGES = ("sv", "en")
MOST_ROWS = 40


def _ids(text: str) -> list[str]:
    return text.replace(",", " ").split()


class PublicationForm(WhyForm):
    """A publication's title, audience and editions. Its sections and questions stand in forms of their own."""

    audience = forms.ChoiceField(label=gettext_lazy("Målgrupp"))
    sex = forms.ChoiceField(label=gettext_lazy("För"), choices=list(SEXES.items()))
    editions = forms.MultipleChoiceField(label=gettext_lazy("Språk och läsnivåer"), widget=forms.CheckboxSelectMultiple)
    has_emergency = forms.BooleanField(label=gettext_lazy("Börjar med nödsekvensen"), required=False)
    has_medicine_picker = forms.BooleanField(label=gettext_lazy("Låter läsaren välja läkemedel"), required=False)
    is_discreet = forms.BooleanField(
        label=gettext_lazy("Diskret"),
        required=False,
        help_text=gettext_lazy("Inget utanpå berättar vad den handlar om."),
    )
    note = forms.CharField(
        label=gettext_lazy("Anteckning för redaktörer"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, store: Store, publication: Publication | None, **more: Any):
        super().__init__(*args, **more)
        self.codes = tuple(dict.fromkeys([*LANGUAGES, *(publication.title if publication else ())]))
        first: dict[str, forms.Field] = {}
        if publication is None:
            kinds = [(kind, KINDS[kind]) for kind in FOLDERS.values()]
            first["kind"] = forms.ChoiceField(label=_("Slag"), choices=kinds)
            first["id"] = forms.RegexField(
                SLUG,
                label=_("Kortnamn"),
                max_length=60,
                help_text=_("Små bokstäver, siffror och bindestreck; ändras aldrig."),
            )
        for code in self.codes:
            first[f"title_{code}"] = forms.CharField(
                label=_("Rubrik på %(language)s") % {"language": edition_name(code)}, max_length=MOST_LINE
            )
        self.fields = {**first, **self.fields}
        self.order_fields([*first, "why"])
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (id, named(one.name)) for id, one in store.audiences.items()
        ]
        self.fields["editions"].choices = [(one, edition_name(one)) for one in store.editions]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the form says, as a file of the store has it."""
        given = self.cleaned_data
        return {
            "title": {code: given[f"title_{code}"] for code in self.codes},
            "audience": given["audience"],
            "for": "" if given["sex"] == "all" else given["sex"],
            "editions": list(given["editions"]),
            "has_emergency": given["has_emergency"],
            "has_medicine_picker": given["has_medicine_picker"],
            "is_discreet": given["is_discreet"],
            "note": given["note"],
        }


class _WordedForm(forms.Form):
    """A row with the same said in several languages."""

    said: tuple[tuple[str, Any], ...] = ()

    def __init__(self, *args: Any, codes: tuple[str, ...], **more: Any):
        super().__init__(*args, **more)
        self.codes = codes
        for key, label in self.said:
            for code in codes:
                self.fields[f"{key}_{code}"] = forms.CharField(
                    label=f"{label} ({code})", max_length=MOST_LINE, required=code in LANGUAGES
                )

    def words(self, key: str) -> dict[str, str]:
        """What is said, by edition."""
        given = self.cleaned_data
        return {code: given[f"{key}_{code}"] for code in self.codes if given[f"{key}_{code}"]}


class SectionForm(_WordedForm):
    """A heading and the claims under it, in order."""

    said = (("heading", gettext_lazy("Rubrik")),)
    id = forms.RegexField(SLUG, label=gettext_lazy("Kortnamn"), max_length=60)
    claims = forms.CharField(
        label=gettext_lazy("Påståenden"),
        max_length=MOST_TEXT,
        required=False,
        help_text=gettext_lazy("Id i den ordning de visas, med blanksteg emellan. Följeråd kommer med av sig själva."),
    )
    sex = forms.ChoiceField(label=gettext_lazy("För"), choices=list(SEXES.items()), required=False, initial="all")


class QuestionForm(_WordedForm):
    """A question of a training. Each line of the answers is one; the same line is the right one in every language."""

    said = (("asks", gettext_lazy("Fråga")),)
    id = forms.RegexField(SLUG, label=gettext_lazy("Kortnamn"), max_length=60)
    claim = forms.CharField(label=gettext_lazy("Påstående som svaret vilar på"), max_length=20)
    right = forms.IntegerField(label=gettext_lazy("Rätt svar, rad"), min_value=1, max_value=6)

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        for code in self.codes:
            self.fields[f"answers_{code}"] = forms.CharField(
                label=_("Svar, ett på varje rad (%(code)s)") % {"code": code},
                max_length=MOST_TEXT,
                required=code in LANGUAGES,
                widget=forms.Textarea({"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse answers that are not as many in each language."""
        given: dict[str, Any] = super().clean() or {}
        lines = {code: len(self.lines(code)) for code in self.codes if given.get(f"answers_{code}")}
        if len(set(lines.values())) > 1:
            self.add_error(None, _("Svaren ska vara lika många på varje språk."))
        elif lines and not 2 <= next(iter(lines.values())) <= 6:
            self.add_error(None, _("En fråga har 2 till 6 svar."))
        elif lines and (given.get("right") or 0) > next(iter(lines.values())):
            self.add_error("right", _("Raden finns inte bland svaren."))
        return given

    def lines(self, code: str) -> list[str]:
        """The answers in one language."""
        return [line.strip() for line in self.cleaned_data.get(f"answers_{code}", "").splitlines() if line.strip()]

    def answers(self) -> list[dict[str, Any]]:
        """The answers, as a file has them."""
        by_code = {code: found for code in self.codes if (found := self.lines(code))}
        n = len(next(iter(by_code.values()), []))
        right = self.cleaned_data["right"] - 1
        return [
            {
                "says": {code: lines[at] for code, lines in by_code.items()},
                **({"is_right": True} if at == right else {}),
            }
            for at in range(n)
        ]


Sections = forms.formset_factory(SectionForm, extra=1, can_delete=True, can_order=True, max_num=MOST_ROWS)
Questions = forms.formset_factory(QuestionForm, extra=1, can_delete=True, can_order=True, max_num=MOST_ROWS)


def _kept(formset: Any) -> Iterable[Any]:
    """The rows that stay, in the order that is asked for; those without a place come last."""
    rows = [one for one in formset.forms if one.cleaned_data and not one.cleaned_data.get("DELETE")]
    return sorted(rows, key=lambda one: one.cleaned_data.get("ORDER") or MOST_ROWS + 1)


def _sections(formset: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": one.cleaned_data["id"],
            "heading": one.words("heading"),
            "claims": _ids(one.cleaned_data["claims"]),
            **({"for": sex} if (sex := one.cleaned_data["sex"]) not in ("", "all") else {}),
        }
        for one in _kept(formset)
    ]


def _questions(formset: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": one.cleaned_data["id"],
            "claim": one.cleaned_data["claim"],
            "asks": one.words("asks"),
            "answers": one.answers(),
        }
        for one in _kept(formset)
    ]


def _initial(publication: Publication) -> dict[str, Any]:
    plain = {name: getattr(publication, name) for name in PublicationForm.base_fields if hasattr(publication, name)}
    return plain | {f"title_{code}": text for code, text in publication.title.items()}


def _section_rows(publication: Publication) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "claims": " ".join(one.claims), "sex": one.sex}
        | {f"heading_{code}": text for code, text in one.heading.items()}
        for one in publication.sections
    ]


def _question_rows(publication: Publication, codes: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "claim": one.claim}
        | {"right": next((n for n, answer in enumerate(one.answers, 1) if answer.is_right), None)}
        | {f"asks_{code}": text for code, text in one.asks.items()}
        | {f"answers_{code}": "\n".join(answer.says.get(code, "") for answer in one.answers) for code in codes}
        for one in publication.questions
    ]


def _codes(publication: Publication | None) -> tuple[str, ...]:
    """The editions in which headings and questions are said."""
    words: list[dict[str, str]] = []
    if publication is not None:
        words = [one.heading for one in publication.sections] + [one.asks for one in publication.questions]
    return tuple(dict.fromkeys([*LANGUAGES, *(code for one in words for code in one)]))


def _bare(publication: Publication) -> dict[str, Any]:
    """A publication as `write_publication` is given it, to tell what has been changed."""
    return {
        "title": dict(publication.title),
        "audience": publication.audience,
        "for": "" if publication.sex == "all" else publication.sex,
        "editions": list(publication.editions),
        "has_emergency": publication.has_emergency,
        "has_medicine_picker": publication.has_medicine_picker,
        "is_discreet": publication.is_discreet,
        "note": publication.note,
        "sections": [
            {"id": one.id, "heading": dict(one.heading), "claims": list(one.claims)}
            | ({"for": one.sex} if one.sex != "all" else {})
            for one in publication.sections
        ],
        "questions": [
            {
                "id": one.id,
                "claim": one.claim,
                "asks": dict(one.asks),
                "answers": [
                    {"says": dict(answer.says), **({"is_right": True} if answer.is_right else {})}
                    for answer in one.answers
                ],
            }
            for one in publication.questions
        ],
    }


NAMES = {
    "title": gettext_lazy("rubrik"),
    "audience": gettext_lazy("målgrupp"),
    "for": gettext_lazy("kön"),
    "editions": gettext_lazy("språk"),
    "has_emergency": gettext_lazy("nödsekvensen"),
    "has_medicine_picker": gettext_lazy("val av läkemedel"),
    "is_discreet": gettext_lazy("diskret"),
    "note": gettext_lazy("anteckning"),
    "sections": gettext_lazy("avsnitt"),
    "questions": gettext_lazy("frågor"),
}


@for_readers
def publications(request: HttpRequest) -> HttpResponse:
    """Every publication by kind: for whom, in which editions, whether it is stale, how it was read."""
    guidance = current()
    context = {
        "room": "guidance",
        "table": tables.publications(guidance),
        "may_edit": policy.may_edit_guidance(request.user),
        "files": files(),
        "origin": tables.origin(guidance),
    }
    return render(request, "guidance/publications.html", context)


@for_readers
def publication(request: HttpRequest, publication_id: str) -> HttpResponse:
    """A publication: what it shows to whom, how it was read with those it is for, and what was done with it."""
    guidance = current()
    found = guidance.store.publications.get(publication_id)
    if found is None:
        raise Http404
    store = guidance.store
    listed = [(one.heading, one.claims) for one in found.sections] + [
        (one.asks, (one.claim,)) for one in found.questions
    ]
    context = {
        "room": "guidance",
        "publication": found,
        "title": named(found.title),
        "kind": KINDS[found.kind],
        "audience": named(store.audiences[found.audience].name),
        "sex": SEXES[found.sex],
        "editions": [edition_name(one) for one in found.editions],
        "stale": [
            edition_name(one) for one in found.editions if ("publication", f"{found.id}/{one}") in guidance.stale_ids
        ],
        "sections": [
            {"heading": named(heading), "claims": [(id, tables.sentence(guidance, store.claims[id])) for id in ids]}
            for heading, ids in listed
        ],
        "findings": [one for one in guidance.findings if (one.kind, one.id) == ("publication", found.id)],
        "duty": policy.guidance_duty(request.user),
        "may_edit": policy.may_edit_guidance(request.user),
        "entries": Entry.objects.filter(kind="publication", thing=found.id)[:100],
        "origin": tables.origin(guidance),
    }
    return render(request, "guidance/publication.html", context)


@for_those_who(policy.may_edit_guidance)
@require_http_methods(["GET", "HEAD", "POST"])
def write_publication(request: HttpRequest, publication_id: str = "") -> HttpResponse:
    """Editors: a publication's title, audience, editions, sections and questions; without an id a new one."""
    guidance = current()
    found = guidance.store.publications.get(publication_id)
    if publication_id and found is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    codes = _codes(found)
    start = _initial(found) if found else {"editions": ["sv", "sv-easy", "en"], "sex": "all"}
    rows = _section_rows(found) if found else []
    asked = _question_rows(found, codes) if found else []
    form = PublicationForm(given, store=guidance.store, publication=found, initial=start)
    sections = Sections(given, prefix="s", initial=rows, form_kwargs={"codes": codes})
    questions = Questions(given, prefix="q", initial=asked, form_kwargs={"codes": codes})
    context: dict[str, Any] = {
        "room": "guidance",
        "publication": found,
        "title": named(found.title) if found else "",
        "form": form,
        "sections": sections,
        "questions": questions,
        "token": token(found) if found else "",
    }

    def shown(status: int) -> HttpResponse:
        return render(request, "guidance/write_publication.html", context, status=status)

    if given is None:
        return shown(200)
    if not (form.is_valid() & sections.is_valid() & questions.is_valid()):
        return shown(422)
    wanted = form.values() | {"sections": _sections(sections), "questions": _questions(questions)}
    id = publication_id or form.cleaned_data["id"]
    changed: list[str] = []

    def change(store: Store) -> Change:
        if not publication_id:
            return drafting.add_publication(store, form.cleaned_data["kind"], id, wanted)
        now = store.publications.get(id)
        if now is None:
            raise Unknown("guidance.no-thing", kind="publication", id=id)
        must_be(now, request.POST.get("token", ""))
        before = _bare(now)
        changed[:] = [key for key, value in wanted.items() if value != before[key]]
        if not changed:
            raise NotAllowed("guidance.nothing-changed", id=id)
        return drafting.write_publication(store, id, {key: wanted[key] for key in changed})

    try:
        tried = change(current().store)
        if "look" in request.POST:
            context |= {"looked": True}
            attach(form, id, tried.store)
            return shown(200)
        what = ", ".join(str(NAMES[key]) for key in changed)
        workspace.make_change(
            by=request.user,  # type: ignore[arg-type]
            signs=signs(request),
            kind="publication",
            id=id,
            what="drafted",
            text=f"{form.cleaned_data['why']}\n{_('Ändrat')}: {what}" if what else form.cleaned_data["why"],
            change=change,
        )
    except BereddError as refused:
        for sentence in said_of(refused):
            form.add_error(None, sentence)
        if isinstance(refused, ChangedMeanwhile):
            context |= {"token": token(current().store.publications[id])}
            return shown(409)
        return shown(422)
    messages.success(request, _("Publikationen är sparad."))
    return redirect("guidance:publication", id)


# How products were read ------------------------------------------------------------------------------------------


class ReadingForm(forms.Form):
    """One occasion: when, how many, and what was changed. No names."""

    on = forms.DateField(label=gettext_lazy("Dag"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    women = forms.IntegerField(label=gettext_lazy("Kvinnor"), min_value=0, max_value=10_000, initial=0)
    men = forms.IntegerField(label=gettext_lazy("Män"), min_value=0, max_value=10_000, initial=0)
    unknown = forms.IntegerField(label=gettext_lazy("Kön okänt"), min_value=0, max_value=10_000, initial=0)
    changed = forms.CharField(
        label=gettext_lazy("Vad som ändrades efteråt"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Inga namn och inget som pekar ut någon."),
    )

    def clean_on(self) -> Any:
        """Refuse a day to come."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse an occasion with nobody."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not (given["women"] or given["men"] or given["unknown"]):
            self.add_error(None, _("Minst en person ska ha provläst."))
        return given


def _read(store: Store, kind: str, id: str) -> tuple[tuple[Reading, ...], str, str]:
    """The occasions there are, what the thing is called, and where its page is."""
    if kind == "publication" and id in store.publications:
        found = store.publications[id]
        return found.read_with, named(found.title), reverse("guidance:publication", args=[id])
    if kind in {"variant", "edition"}:
        try:
            thing: Any = find(store, kind, id)[0]  # type: ignore[arg-type]
        except Unknown:
            raise Http404 from None
        name = id if kind == "variant" else f"{_('Nödsekvensen')}, {edition_name(id)}"
        return thing.read_with, name, page_of(kind, id)
    raise Http404


@for_those_who(policy.may_take_part_in_guidance)
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Everyone with a duty: an occasion on which a text or product was read with those it is for."""
    occasions, name, back = _read(current().store, kind, id)
    form = ReadingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        people = _("%(women)d kvinnor, %(men)d män, %(unknown)d okänt") % said
        try:
            workspace.make_change(
                by=request.user,  # type: ignore[arg-type]
                signs=signs(request),
                kind=kind,
                id=id,
                what="read",
                text=f"{said['on']:%Y-%m-%d}: {people}. {said['changed']}".strip(),
                change=lambda store: drafting.add_reading(store, kind, id, said),
            )
        except BereddError as refused:
            for sentence in said_of(refused):
                form.add_error(None, sentence)
        else:
            messages.success(request, _("Provläsningen är sparad."))
            return redirect(back)
    context = {"room": "guidance", "form": form, "name": name, "back": back, "occasions": occasions}
    return render(request, "guidance/reading.html", context, status=422 if form.errors else 200)
