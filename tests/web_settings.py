"""The site's settings under test: a home that is thrown away, no waiting for password hashes or shared counters."""

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="beredd-test-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["BEREDD_HOME"] = _HOME
for name in ("DATABASE_URL", "BEREDD_HOSTS", "BEREDD_DEBUG", "BEREDD_SMTP_HOST", "BEREDD_OPEN_SIGNUP"):
    os.environ.pop(name, None)

from beredd.web.settings import *  # noqa: E402, F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
KEPT_PAGES_FRESH_S = 0.0
PASSWORD_HASHERS = ["quick_hash.QuickArgon2", *PASSWORD_HASHERS[1:]]  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A file, not memory: worker processes started by tests see the same database.
if "NAME" in DATABASES["default"] and DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_HOME, "test.sqlite3")}  # noqa: F405
