"""The pages as a server that is already running shows them."""

from served import no_other_starts, one_thread, server, two_proposed, untried

__all__ = ["no_other_starts", "one_thread", "server", "two_proposed", "untried"]
