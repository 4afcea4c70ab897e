class ServerError(Exception):
    """What went wrong with a local server, in one sentence that a newcomer can act on."""
