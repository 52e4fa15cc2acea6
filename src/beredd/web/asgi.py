"""The ASGI application that uvicorn serves."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beredd.web.settings")
django = get_asgi_application()

from django.conf import settings  # noqa: E402  only now are there settings

from beredd.web.incoming import BodyLimit  # noqa: E402
from beredd.web.play.stream import Streams  # noqa: E402

application = Streams(BodyLimit(django, most_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
