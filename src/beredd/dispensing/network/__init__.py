"""The network a scenario runs on: the reference network `sweden`, network folders, and who uses which pharmacy.

What is used is imported then: who asks for the model alone, as the web does, waits for no geometry and no compiler.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from beredd import late
from beredd.dispensing.network.model import AGE_BANDS, TIERS, Network

if TYPE_CHECKING:
    from beredd.dispensing.network.cover import cover_days
    from beredd.dispensing.network.customers import ShopShares, WebShares, shop_shares, web_shares
    from beredd.dispensing.network.writing import write_network

_HOME = {
    **dict.fromkeys(("ShopShares", "WebShares", "shop_shares", "web_shares"), "customers"),
    "cover_days": "cover",
    "write_network": "writing",
}
__all__ = [
    "AGE_BANDS",
    "TIERS",
    "Network",
    "ShopShares",
    "WebShares",
    "cover_days",
    "load_network",
    "shop_shares",
    "web_shares",
    "write_network",
]


def load_network(name: str | Path) -> Network:
    """The network called `sweden`, or the one in a folder."""
    if str(name) == "sweden":
        from beredd.dispensing.network.reference import reference_network

        return reference_network()
    from beredd.dispensing.network.folder import read_network

    return read_network(Path(name))


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
