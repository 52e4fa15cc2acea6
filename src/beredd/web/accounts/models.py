"""Who there is. Personal fields and how long they are kept stand in each model's `PERSONAL`."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None):
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address. `is_staff` administers the site."""

    PERSONAL = {"email": "as long as the account exists", "name": "as long as the account exists"}

    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("namn"), max_length=120, blank=True)
    is_active = models.BooleanField(_("aktivt konto"), default=True)
    is_staff = models.BooleanField(_("administrerar webbplatsen"), default=False)
    staff_from_sign_in_service = models.BooleanField(default=False, editable=False)
    """`is_staff` was given by a claim of single sign-on, and is taken when the claim is gone."""
    date_joined = models.DateTimeField(_("skapat"), default=timezone.now)
    access_ended = models.PositiveIntegerField(default=0, editable=False)
    """How often the person's access was ended (`people.end_access`): each time every session of theirs stops."""

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("användare")
        verbose_name_plural = _("användare")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self):
        return self.name or self.email

    @property
    def own_organisation(self) -> "Organisation | None":
        """The organisation that shares what the person makes: the first real one they belong to."""
        first = (
            self.memberships.filter(organisation__is_demo=False).select_related("organisation").order_by("pk").first()
        )
        return first.organisation if first else None

    def _get_session_auth_hash(self, secret=None):
        # Django checks it at each request: what changes it signs the person out everywhere.
        found = super()._get_session_auth_hash(secret)
        return f"{found}{self.access_ended}" if self.access_ended else found

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


class Organisation(models.Model):
    """An agency, region, municipality or company whose members share their runs."""

    PERSONAL = {}

    class Kind(models.TextChoices):
        AGENCY = "agency", _("myndighet")
        REGION = "region", _("region")
        MUNICIPALITY = "municipality", _("kommun")
        PHARMACY_OWNER = "pharmacy-owner", _("apoteksaktör")
        DISTRIBUTOR = "distributor", _("distributör")
        OTHER = "other", _("annan")

    slug = models.SlugField(_("kortnamn"), unique=True, max_length=60)
    name = models.CharField(_("namn"), max_length=120, unique=True)
    kind = models.CharField(_("slag"), max_length=20, choices=Kind, default=Kind.OTHER)
    is_demo = models.BooleanField(_("hör till demonstrationen"), default=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ("name",)
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name")]

    def __str__(self):
        return self.name


class Role(models.TextChoices):
    """What a member does in an organisation. Later rooms add roles per exercise beside this."""

    READER = "reader", _("läsare")
    ANALYST = "analyst", _("analytiker")
    ADMINISTRATOR = "administrator", _("administratör")


class Membership(models.Model):
    """A user's role in an organisation."""

    PERSONAL = {"user": "until the membership ends", "role": "until the membership ends"}

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("användare"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("roll"), max_length=20, choices=Role, default=Role.READER)
    from_sign_in_service = models.BooleanField(_("kommer från inloggningstjänsten"), default=False, editable=False)
    """Given by a claim of single sign-on, and taken when the claim is gone."""

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_organisation"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_is_known"),
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"


class GuidanceDuty(models.Model):
    """What a person does with guidance, given by an administrator: never to oneself.

    signing_name   what stands under what the person writes and approves; given once and never changed, so that nobody
                   becomes somebody else to their own work
    reads          the languages that the person reads for others, as codes with blanks between: `en fi`
    """

    PERSONAL = {
        "user": "as long as the account exists",
        "signing_name": "as long as the account exists; in guidance that it has signed for ever",
        "signing_key": "as long as the account exists",
        "title": "as long as the account exists; in approvals that it was given with for ever",
    }

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="guidance_duty")
    signing_name = models.CharField(_("namn som signerar"), max_length=120)
    signing_key = models.CharField(max_length=120, unique=True, editable=False)
    """The name as names are compared: without capitals and double blanks."""
    is_editor = models.BooleanField(_("redaktör"), default=False)
    is_clinician = models.BooleanField(_("kliniker"), default=False)
    reads = models.CharField(_("granskar språk"), max_length=60, blank=True)
    title = models.CharField(_("titel"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("uppdrag i vägledningen")
        verbose_name_plural = _("uppdrag i vägledningen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_clinician=False, reads="") | ~models.Q(title=""), name="who_approves_has_a_title"
            )
        ]

    def __str__(self):
        return self.signing_name

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the person reads for others."""
        return frozenset(self.reads.split())


class ExerciseDuty(models.Model):
    """What a person does with exercise plans, given by an administrator: never to oneself.

    signing_name   what stands under what the person writes, reviews and approves; given once and never changed, so that
                   nobody becomes somebody else to their own work
    """

    PERSONAL = {
        "user": "as long as the account exists",
        "signing_name": "as long as the account exists; in plans that it has signed for ever",
        "signing_key": "as long as the account exists",
    }

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="exercise_duty")
    signing_name = models.CharField(_("namn som signerar"), max_length=120)
    signing_key = models.CharField(max_length=120, unique=True, editable=False)
    """The name as names are compared: without capitals and double blanks."""
    is_planner = models.BooleanField(_("skriver planer"), default=False)
    is_reviewer = models.BooleanField(_("granskar planer"), default=False)
    is_approver = models.BooleanField(_("godkänner planer"), default=False)

    class Meta:
        verbose_name = _("uppdrag i övningar")
        verbose_name_plural = _("uppdrag i övningar")

    def __str__(self):
        return self.signing_name


class Invitation(models.Model):
    """Leave for one address to make an account and join an organisation. Only the token's hash is kept."""

    PERSONAL = {"email": "until used or 30 days after it expired"}

    email = models.EmailField(_("e-postadress"))
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, verbose_name=_("organisation"))
    role = models.CharField(_("roll"), max_length=20, choices=Role, default=Role.READER)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("gäller till"))
    used_at = models.DateTimeField(null=True, blank=True)
    was_sent = models.BooleanField(default=False, editable=False)
    """By letter to the address, and shown to nobody: who has the link can read the address's mail."""

    class Meta:
        verbose_name = _("inbjudan")
        verbose_name_plural = _("inbjudningar")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_is_known")
        ]

    def __str__(self):
        return f"{self.email} · {self.organisation}"


class SignInLink(models.Model):
    """A link that signs one user in once. The link itself is signed; the row makes it single-use."""

    PERSONAL = {"user": "until used or expired"}

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("inloggningslänk")
        verbose_name_plural = _("inloggningslänkar")

    def __str__(self):
        return f"{self.user} · {self.expires_at:%Y-%m-%d %H:%M}"


class ApiKey(models.Model):
    """A key with which a program acts as its owner in the API. Only its hash is kept, and its beginning."""

    PERSONAL = {"user": "until the key is withdrawn", "last_used_at": "until the key is withdrawn"}

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("namn"), max_length=80)
    prefix = models.CharField(max_length=12)
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("gäller till"))
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API-nyckel")
        verbose_name_plural = _("API-nycklar")

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"


class SignInAttempt(models.Model):
    """One try to sign in that has not succeeded, counted per address and per machine: see `limits`."""

    PERSONAL = {"key": "one day; a hash of an address or of a machine's number"}

    key = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("inloggningsförsök")
        verbose_name_plural = _("inloggningsförsök")
        indexes = [models.Index(fields=["key", "at"], name="attempts_by_key")]

    def __str__(self):
        return f"{self.key[:8]} · {self.at:%Y-%m-%d %H:%M:%S}"
