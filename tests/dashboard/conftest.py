"""The pages as a server that is already running shows them."""

from served import one_thread, server, two_proposed, untried

__all__ = ["one_thread", "server", "two_proposed", "untried"]
