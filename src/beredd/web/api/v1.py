"""Version 1 of the API."""

from ninja import NinjaAPI

api = NinjaAPI(title="Beredd", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api-v1")
