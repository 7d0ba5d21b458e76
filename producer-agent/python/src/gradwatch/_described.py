"""Words of people on a run, and the place where they see it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Iterable, Mapping, Optional, Tuple, Union

from . import _card, _entries
from ._config import Config
from ._definitions import Definitions
from ._description import Description
from ._doubts import Doubts
from ._identity import Identity
from ._summary import Summary

if TYPE_CHECKING:
    from ._sender import Sender

#: Longest wait for the first answer of the agent where the address is asked for, seconds. Own choice.
ADDRESS_SECONDS = 0.5


class Described:
    """The part of a run that says what it is. Nothing here raises into the job; what is set is sent a moment later."""

    _sender: Sender
    _doubts: Doubts
    _outcome: Optional[str]

    def __init__(self, identity: Identity, given: Mapping[str, Any], doubts: Doubts, environment: Mapping[str, str]) -> None:
        self._identity = identity
        self._to_describe = threading.Event()
        self._definitions = Definitions(doubts)
        self._summary = Summary(self._definitions, doubts, self._describe_soon)
        self._description = Description(identity, given, doubts, self._describe_soon, environment)

    def _usable(self) -> bool:
        raise NotImplementedError

    def _declaration(self) -> dict[str, Any]:
        self._to_describe.clear()
        return {
            **self._description.event(),
            "metrics": self._definitions.events(),
            "summary": self._summary._event(),
        }

    def _describe_soon(self) -> None:
        """However much changes until the sending thread comes to it, it is said once."""
        if self._outcome is None and not self._to_describe.is_set() and self._is_here():
            self._to_describe.set()
            self._declare()

    def _is_here(self) -> bool:
        raise NotImplementedError

    def _declare(self) -> None:
        self._sender.put_essential(_entries.DescribeEntry(int(time.time() * 1000), self._declaration))

    def _declare_results(self) -> None:
        """For the last time, where there are results: what was logged is read only when this has its turn."""
        entry = _entries.DescribeEntry(int(time.time() * 1000), self._declaration, lambda: bool(self._summary))
        self._sender.put_essential(entry)

    @property
    def id(self) -> str:
        """The run's id: a job that is started again with it goes on under this run, as its next attempt."""
        return self._identity.run_id

    @property
    def name(self) -> str:
        """The name of the run; its id where it has no name."""
        return self._description.words("name") or self.id

    @property
    def project(self) -> str:
        """The project of the run; empty where that was not said."""
        return self._description.words("project")

    @property
    def config(self) -> Config:
        """Its hyper-parameters: a dict whose entries are attributes too. What is changed is sent."""
        return self._description.config

    @config.setter
    def config(self, values: Any) -> None:
        try:
            self._description.config.update(values)
        except Exception as e:
            self._doubts.value("config", f"a {type(values).__name__} that cannot be read ({e!r})")

    @property
    def summary(self) -> Summary:
        """
        Its results by name: the last value of each metric, or what ``define_metric`` says, and numbers that the job sets
        itself. They reach the fleet when the run ends.
        """
        return self._summary

    @property
    def tags(self) -> Tuple[str, ...]:
        """Words by which people find the run again, at most 64; ``run.tags += ("baseline",)`` adds one."""
        return self._description.tags

    @tags.setter
    def tags(self, tags: Union[str, Iterable[str], None]) -> None:
        self.describe(tags=tags)

    @property
    def notes(self) -> str:
        """Notes of its owner for people, at most 4,096 characters, in lines."""
        return self._description.words("notes")

    @notes.setter
    def notes(self, notes: Optional[str]) -> None:
        self.describe(notes=notes)

    @property
    def group(self) -> str:
        """Names runs that belong together, such as those of one sweep; empty where it belongs to none."""
        return self._description.words("group")

    @group.setter
    def group(self, group: Optional[str]) -> None:
        self.describe(group=group)

    @property
    def url(self) -> Optional[str]:
        """
        Address of the run's page, as the agent tells it; None where it does not. Asked for before the first answer of
        the agent it waits for that, at most half a second, where there is an agent.
        """
        return self._sender.page_url(ADDRESS_SECONDS)

    @property
    def status(self) -> str:
        """``running``, or how the run ended: ``finished``, ``failed``, ``out of memory`` or ``stopped``."""
        return "running" if self._outcome is None else self._outcome.lower().replace("_", " ")

    def define_metric(
        self,
        name: str,
        step_metric: Optional[str] = None,
        *,
        summary: Optional[str] = None,
        goal: Optional[str] = None,
        hidden: bool = False,
    ) -> None:
        """
        Says what the run wants of a metric. Of several definitions that fit a metric, the last one counts.

        :param name: as in ``log``; with ``*`` at its end, all metrics whose names begin so
        :param step_metric: a metric of the same call of ``log`` over which this one is counted. One that counts optimizer
            steps, such as ``global_step``, becomes the step; ``epoch`` becomes the epoch of the evaluation. Charts are
            drawn over the step
        :param summary: what ``run.summary`` holds of it: ``last``, ``min``, ``max``, ``mean``, ``best`` or ``none``; of
            several with commas between, ``min,max``, each under ``name.min`` and so on. ``last`` if None, or ``best``
            where there is a goal
        :param goal: ``minimize`` or ``maximize``: what ``best`` means
        :param hidden: whether the page leaves it out of the charts; it is sent, kept and watched all the same
        """
        try:
            if self._usable():
                self._definitions.add(name, step_metric, summary, goal, hidden)
                self._summary._redefine()
                self._describe_soon()
        except Exception as e:
            self._doubts.warn(f"A definition of a metric cannot be used: {e!r}")

    def describe(self, **more: Any) -> None:
        """
        Says more of the run than ``init`` did: keyword arguments of ``init`` such as ``config``, ``classes`` or ``tags``.
        What was said before and is not named stays.
        """
        try:
            if self._usable():
                self._description.add(more)
                self._describe_soon()
        except Exception as e:
            self._doubts.warn(f"A description cannot be used: {e!r}")

    def observe(self, **fields: Any) -> None:
        """Declares fields of the ``started`` event that an integration found out; what the job says itself counts more."""
        if self._usable():
            self._description.see(**fields)
            self._describe_soon()

    def _repr_html_(self) -> str:
        """A card for notebooks."""
        return _card.html(self.name, self.project, self.id, self._sender.page_url(0), self.status, self._summary._loss)

    def __repr__(self) -> str:
        project = f" of {self.project}" if self.project else ""
        named = f" '{self.name}'" if self.name != self.id else ""
        rank = f", rank {self._identity.rank}" if self._identity.world_size > 1 else ""
        return f"<gradwatch.Run {self.id}{named}{project}: {self.status}, step {self._sender.last_step}{rank}>"
