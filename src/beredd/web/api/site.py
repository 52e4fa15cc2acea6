"""The API itself: `/api/v1`."""

import re

from ninja import NinjaAPI

from beredd.web.api import errors
from beredd.web.rooms import routers


class Site(NinjaAPI):
    """The API, whose operations keep their names: programs are generated from them."""

    def get_openapi_operation_id(self, operation) -> str:
        # The operations stood in one place, and one room had another name, when these names were given away.
        name = super().get_openapi_operation_id(operation).replace("_web_dispensing_", "_web_simulations_")
        return re.sub(r"_web_(\w+?)_api_", r"_web_api_\1_", name)

    def validation_error_from_error_contexts(self, error_contexts):
        return errors.spelt_out(error_contexts, super().validation_error_from_error_contexts(error_contexts))


api = Site(
    title="Beredd",
    version="1",
    description="Sweden's dispensing chain as a service: scenarios, runs and their results.",
    docs_url=None,  # the ready-made page loads scripts from elsewhere; docs/reference/api.md is ours
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
errors.install(api)
for prefix, router in routers():
    api.add_router(prefix, router)
