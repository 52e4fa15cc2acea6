"""The API itself: `/api/v1`."""

from ninja import NinjaAPI

from beredd.web.api import dispensing, errors, need, overdose


class Site(NinjaAPI):
    """The API, whose operations keep their names: programs are generated from them."""

    def get_openapi_operation_id(self, operation) -> str:
        # The room was called `simulations` when these names were given away.
        return super().get_openapi_operation_id(operation).replace("_web_api_dispensing_", "_web_api_simulations_")


api = Site(
    title="Beredd",
    version="1",
    description="Sweden's dispensing chain as a service: scenarios, runs and their results.",
    docs_url=None,  # the ready-made page loads scripts from elsewhere; docs/reference/api.md is ours
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
errors.install(api)
api.add_router("", dispensing.router)
api.add_router("", need.router)
api.add_router("/overdose", overdose.router)
