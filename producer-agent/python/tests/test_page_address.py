"""Address of the page of a run, as the agent tells it."""

import contextlib
import io
import sys
from unittest import mock

from .case import AgentCase


class AddressTest(AgentCase):
    URL = "http://127.0.0.1:8484/runs/r"

    def said(self, condition=lambda run: True, **given):
        with contextlib.redirect_stderr(io.StringIO()) as said:
            run = self.run_of(**given)
            run.log({"loss": 1.0})
            self.agent.await_that(lambda: self.agent.events("step"), "a step")
            url = run.url
            run.finish()
        return url, said.getvalue()

    def test_address_is_printed_once_and_known(self):
        self.agent.page_url = self.URL
        url, said = self.said(name="dig\x1b[31mits")
        self.assertEqual(url, self.URL)
        self.assertEqual(said, f"gradwatch: run dig [31mits is at {self.URL}\n")

    def test_address_is_printed_once_over_two_connections(self):
        self.agent.page_url = self.URL
        with contextlib.redirect_stderr(io.StringIO()) as said:
            run = self.run_of()
            self.assertEqual(run.url, self.URL)
            run.on_alert(lambda alert: None)
            self.agent.await_that(lambda: len(self.agent.hellos) == 2, "the second hello")
            run.finish()
        self.assertEqual(said.getvalue().count(self.URL), 1)

    def test_agent_that_does_not_know_it_prints_nothing(self):
        self.assertEqual(self.said(), (None, ""))

    def test_address_that_is_none_is_not_believed(self):
        self.agent.page_url = "javascript:alert(1)"
        self.assertEqual(self.said(), (None, ""))

    def test_quiet_ranks_and_environment_print_nothing(self):
        self.agent.page_url = self.URL
        self.assertEqual(self.said(quiet=True), (self.URL, ""))
        self.assertEqual(self.said(environment=self.environment(GRADWATCH_QUIET="1")), (self.URL, ""))
        self.assertEqual(self.said(environment=self.environment(RANK="1", WORLD_SIZE="2")), (self.URL, ""))

    def test_closed_stderr_does_not_matter(self):
        self.agent.page_url = self.URL
        with mock.patch.object(sys, "stderr", None):
            run = self.run_of()
            self.assertEqual(run.url, self.URL)

    def test_agent_that_is_away_costs_nothing(self):
        self.agent.die()
        run = self.run_of()
        self.assertIsNone(run.url)
        self.agent.listen()
