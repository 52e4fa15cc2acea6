"""The network a scenario runs on: the reference network `sweden`, network folders, and who uses which pharmacy."""

from pathlib import Path

from beredd.dispensing.network.cover import cover_days
from beredd.dispensing.network.customers import ShopShares, WebShares, shop_shares, web_shares
from beredd.dispensing.network.folder import read_network
from beredd.dispensing.network.model import AGE_BANDS, TIERS, Network
from beredd.dispensing.network.reference import reference_network
from beredd.dispensing.network.writing import write_network

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
        return reference_network()
    return read_network(Path(name))
