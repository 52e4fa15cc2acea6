"""WhiteNoise under ASGI."""

from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Serves static files whole: under ASGI Django reads a streamed file into memory anyway, and warns about it."""

    @staticmethod
    def serve(static_file, request):
        response = static_file.get_response(request.method, request.META)
        body = b"" if response.file is None else response.file.read()
        if response.file is not None:
            response.file.close()
        answer = HttpResponse(body, status=int(response.status))
        if "Content-Type" in answer:
            del answer["Content-Type"]
        for name, value in response.headers:
            answer[name] = value
        if response.file is not None:
            # WhiteNoise counted the bytes when the site started; an update of the package may have come since.
            answer["Content-Length"] = str(len(body))
        return answer
