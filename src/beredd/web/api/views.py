"""A page that shows the API's description. Our own: the ready-made ones load scripts from elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from beredd.web.api.site import api


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Anyone: every operation of the API with its parameters and answers."""
    schema = api.get_openapi_schema()
    operations = []
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            operations.append(
                {
                    "id": operation["operationId"],
                    "method": method.upper(),
                    "address": address,
                    "summary": operation.get("description") or operation["summary"],
                    "needs_sign_in": operation.get("security") is not None and method != "get",
                    "parameters": [parameter["name"] for parameter in operation.get("parameters", [])],
                    "answers": [str(code) for code in operation["responses"]],
                }
            )
    return render(request, "api/reference.html", {"operations": operations, "title": schema["info"]["title"]})
