"""The web platform: a Django adapter over the library. It stores, shows, checks rights; it never computes."""


def version() -> str:
    """Version of Canivet."""
    from canivet import __version__

    return __version__
