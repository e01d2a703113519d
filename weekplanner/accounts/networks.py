"""From which network a request comes, for limits; never stored as it is."""

from ipaddress import IPv6Address, ip_address, ip_network

IPV6_PREFIX_BITS = 64
"""What one household or office is given: its devices choose the rest of the address themselves."""


def network_of(host: str | None) -> str:
    """The network of a client's address: an IPv4 address, or the first half of an IPv6 one.

    What is no address, such as the name of a local socket, counts as one network.
    """
    try:
        address = ip_address(host or "")
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, IPV6_PREFIX_BITS), strict=False))


def is_this_machine(host: str | None) -> bool:
    """Whether a client's address is one of this machine: then it is a proxy that nobody named as one."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
