"""What the site must know of the part. Each room brings its own operations."""

from beredd.web.rooms import Room


class ApiConfig(Room):
    name = "beredd.web.api"
    label = "api"
    verbose_name = "API"
