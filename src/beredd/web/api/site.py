"""The API itself: `/api/v1`."""

from ninja import NinjaAPI

from beredd.web.api import errors, need, overdose, simulations

api = NinjaAPI(
    title="Beredd",
    version="1",
    description="Sweden's dispensing chain as a service: scenarios, runs and their results.",
    docs_url=None,  # the ready-made page loads scripts from elsewhere; docs/reference/api.md is ours
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
errors.install(api)
api.add_router("", simulations.router)
api.add_router("", need.router)
api.add_router("/overdose", overdose.router)
