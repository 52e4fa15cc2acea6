"""Where a site will stand, and what it needs to know of its owner."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from beredd.publishing.errors import PublishingError


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a site cannot know by itself.

    address    where it will stand, `https://…`; without it there are no QR codes, sitemap and feeds
    feedback   where a reader's remark on a claim goes: the address of a Beredd, or an e-mail address; may be empty
    leave_to   the page that "Leave this page" opens: ordinary, and not about health
    """

    address: str = ""
    feedback: str = ""
    leave_to: str = "https://www.smhi.se/"

    def __post_init__(self) -> None:
        for name, value in (("address", self.address), ("leave_to", self.leave_to)):
            parts = urlsplit(value)
            if value and (parts.scheme not in {"https", "http"} or not parts.netloc or parts.query or parts.fragment):
                raise PublishingError("publishing.no-address", option=name.replace("_", "-"), found=value)
        if self.feedback and not (self._is_mail or self.feedback.startswith(("https://", "http://"))):
            raise PublishingError("publishing.no-feedback", found=self.feedback)
        object.__setattr__(self, "address", self.address.rstrip("/"))

    @property
    def _is_mail(self) -> bool:
        return "@" in self.feedback and "/" not in self.feedback and " " not in self.feedback

    def feedback_on(self, claim: str, version: int) -> str:
        """Where a remark on a claim's version goes; empty where nobody takes it."""
        if not self.feedback:
            return ""
        if self._is_mail:
            return f"mailto:{self.feedback}?subject={quote(f'{claim} version {version}')}"
        return f"{self.feedback}{'&' if '?' in self.feedback else '?'}claim={quote(claim)}&version={version}"
