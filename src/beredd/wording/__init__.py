"""What the program says to people: a code with values, in the reader's language (docs/adr/0016)."""

from beredd.wording.language import LANGUAGES, language, speaking
from beredd.wording.names import in_language
from beredd.wording.sentence import Sentence, is_code, is_worded, say
from beredd.wording.sources import source

__all__ = ["LANGUAGES", "Sentence", "in_language", "is_code", "is_worded", "language", "say", "source", "speaking"]
