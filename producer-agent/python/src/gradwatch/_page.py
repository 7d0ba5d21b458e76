"""Address of the run's page."""

import threading

from ._wire import clean_line


class PageAddress:
    """As the agent tells it, or not, in its first answer."""

    def __init__(self):
        self._answered = threading.Event()
        self._url = None
        #: Called once with the address.
        self.on_address = None

    def url(self, seconds):
        """None where it is not known after at most this long."""
        self._answered.wait(seconds)
        return self._url

    def hear(self, said):
        url = said.get("page_url")
        if self._url is None and isinstance(url, str) and url.startswith(("http://", "https://")):
            self._url = clean_line(url)
            if self.on_address is not None:
                self.on_address(self._url)
        self.answered()

    def answered(self):
        """There is an answer, or no agent that could give one."""
        self._answered.set()
