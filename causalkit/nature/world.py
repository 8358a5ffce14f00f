"""A world: a story, the equations behind it and the question it is told for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from causalkit.errors import SamplingError, WorldError, did_you_mean
from causalkit.graph import Diagram, Question, parse_question
from causalkit.nature.interventions import Value, cut, do, replaced
from causalkit.nature.language.syntax import Knob, Preset
from causalkit.nature.language.text import read_text
from causalkit.nature.model import Model
from causalkit.nature.reading import ENDING, WORLDS, check_question, read_world
from causalkit.nature.release import codebook, columns_needed, frame
from causalkit.nature.sampling import Draw
from causalkit.nature.survey import Codebook, Provenance, SurveyData
from causalkit.nature.truth import Truth, true_effect
from causalkit.nature.twins import potential_outcomes
from causalkit.version import __version__

MOST_PEOPLE = 10**10


@dataclass(frozen=True)
class World:
    r"""A synthetic world; immutable, every change gives another world.

    Parameters
    ----------
    name : str
        Name of its file, without the ending.
    title : str
        In one line.
    story : str
        What a student reads first.
    text : str
        The world file as it was written.
    model : Model
        Equations and knobs.
    question : Question
        What is asked.
    presets : tuple of Preset
        Named knob values that the file offers.
    preset : str
        Name of the preset in force, or the empty string.
    changes : tuple of str
        Interventions and other changes, in words.

    Examples
    --------
    >>> coin = World.from_text("effect of heads on win\nheads ~ bernoulli(0.5)\nwin = 2*heads")
    >>> coin.truth().value
    2.0
    """

    name: str
    title: str
    story: str
    text: str
    model: Model
    question: Question
    presets: tuple[Preset, ...] = ()
    preset: str = ""
    changes: tuple[str, ...] = ()

    @classmethod
    def from_text(cls, text: str, source: str = "world", folder: Path = WORLDS) -> World:
        """Read a world from text.

        Parameters
        ----------
        text : str
            What stands in a world file.
        source : str
            What to call the text in error messages.
        folder : pathlib.Path
            Where included files are looked for before the shipped ones.

        Returns
        -------
        World
            Checked and ready.

        Raises
        ------
        WorldError
            If anything in it cannot be understood, with its place.
        """
        reading = read_world(text, source, folder)
        return cls(
            name=Path(source).stem,
            title=reading.script.title or Path(source).stem,
            story=reading.script.story,
            text=text,
            model=reading.model,
            question=reading.question,
            presets=reading.presets,
        )

    @property
    def diagram(self) -> Diagram:
        """The causal diagram, read off the equations."""
        return self.model.diagram

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """The numbers that can be set, with the values they have now."""
        return self.model.knobs

    @cached_property
    def codebook(self) -> Codebook:
        """What each released column means."""
        return codebook(self.model, self.question, reveal=False)

    def codebook_of(self, *, reveal: bool) -> Codebook:
        """Return what each column means.

        Parameters
        ----------
        reveal : bool
            Whether the hidden variables are among them.

        Returns
        -------
        Codebook
            One entry a column.
        """
        return codebook(self.model, self.question, reveal=True) if reveal else self.codebook

    def set(self, /, **knobs: float) -> World:
        """Return the world with some knobs turned.

        Parameters
        ----------
        **knobs : float
            New values.

        Returns
        -------
        World
            The changed world.

        Raises
        ------
        WorldError
            If there is no such knob, or a value is not a finite number.
        """
        return replace(self, model=_compiled(self.model.set(knobs)))

    def with_preset(self, name: str) -> World:
        """Return the world with the knobs of a preset.

        Parameters
        ----------
        name : str
            One of :attr:`presets`.

        Returns
        -------
        World
            The changed world.

        Raises
        ------
        WorldError
            If the world has no such preset.
        """
        for preset in self.presets:
            if preset.name == name:
                return replace(self.set(**preset.values), preset=name)
        names = [preset.name for preset in self.presets]
        known = ", ".join(names) or "none"
        hint = did_you_mean(name, names)
        raise WorldError(f'{self.name} has no preset "{name}"; it has: {known}.{hint}')

    def ask(self, question: str | Question) -> World:
        """Return the world with another question.

        Parameters
        ----------
        question : str or Question
            For instance ``"effect of kratom on gad7 among exposed"``.

        Returns
        -------
        World
            The same world, asked something else.

        Raises
        ------
        QuestionError
            If the question cannot be read or does not fit.
        """
        asked = parse_question(question) if isinstance(question, str) else question
        check_question(asked, self.model)
        return replace(self, question=asked)

    def do(self, /, **settings: Value) -> World:
        """Return the world after an intervention.

        Parameters
        ----------
        **settings : number, bool or str
            What each variable is set to: a value, a label, or an expression.

        Returns
        -------
        World
            The same people, in whose lives nothing else decides about these variables.

        Raises
        ------
        WorldError
            If a variable does not exist or cannot take the value.
        """
        model = self.model
        for name, value in settings.items():
            model = do(model, name, value)
        return self._changed(model, *(f"do({name} = {value})" for name, value in settings.items()))

    def replace(self, equation: str) -> World:
        """Return the world with another equation for one variable.

        Parameters
        ----------
        equation : str
            For instance ``"pain ~ bernoulli(0.5)"``.

        Returns
        -------
        World
            The changed world.

        Raises
        ------
        WorldError
            If the text is no equation, or the variable does not exist.
        """
        return self._changed(replaced(self.model, equation), f"replace({equation})")

    def cut(self, cause: str, effect: str) -> World:
        """Return the world without an arrow: the effect sees an independent copy of the cause.

        Parameters
        ----------
        cause, effect : str
            Ends of the arrow.

        Returns
        -------
        World
            The changed world.

        Raises
        ------
        WorldError
            If there is no such arrow.
        """
        return self._changed(cut(self.model, cause, effect), f"cut({cause} → {effect})")

    def sample(
        self, n: int, seed: int, *, reveal: bool = False, threads: int | None = None
    ) -> SurveyData:
        """Draw a survey of exactly n people who reach the data.

        Parameters
        ----------
        n : int
            How many people.
        seed : int
            Seed; the first people of a larger survey with the same seed are the same.
        reveal : bool, optional
            Whether the hidden variables come along.
        threads : int, optional
            How many threads; the people do not depend on it.

        Returns
        -------
        SurveyData
            Table, codebook and provenance.

        Raises
        ------
        SamplingError
            If n or seed is out of range, or hardly anybody responds.
        """
        draw, book = self._draw(n, seed, reveal, threads)
        part = draw.whole(n)
        table = frame(part.columns, self.model, book)
        return SurveyData(table, book, self._provenance(n, seed, part.asked))

    def stream(
        self, n: int, seed: int, *, reveal: bool = False, threads: int | None = None
    ) -> Iterator[pd.DataFrame]:
        """Yield the same survey as :meth:`sample`, block by block, in constant memory.

        Parameters
        ----------
        n, seed, reveal, threads
            As for :meth:`sample`.

        Yields
        ------
        pandas.DataFrame
            Up to 65 536 people.

        Raises
        ------
        SamplingError
            If n or seed is out of range, or hardly anybody responds.
        """
        draw, book = self._draw(n, seed, reveal, threads)
        for part in draw.parts(n):
            yield frame(part.columns, self.model, book)

    def twins(self, n: int, seed: int) -> pd.DataFrame:
        """Draw a survey with everything revealed, and with both potential outcomes.

        Parameters
        ----------
        n : int
            How many people.
        seed : int
            Seed; the people are those of :meth:`sample` with the same seed.

        Returns
        -------
        pandas.DataFrame
            All variables, and columns such as ``phq9_if_kratom_0`` and ``phq9_if_kratom_1``.

        Raises
        ------
        SamplingError
            If n or seed is out of range, or hardly anybody responds.
        """
        draw, book = self._draw(n, seed, reveal=True, threads=None)
        elsewhere = potential_outcomes(self.model, self.question)
        columns = replace(draw, elsewhere=elsewhere).whole(n).columns
        table = frame(columns, self.model, book)
        return table.assign(**{name: columns[name] for name in elsewhere})

    def truth(
        self,
        question: str | Question | None = None,
        *,
        precision: float | None = None,
        seed: int = 0,
    ) -> Truth:
        """Return the effect that the question asks for.

        Parameters
        ----------
        question : str or Question, optional
            Asked instead of the world's own.
        precision : float, optional
            Largest Monte-Carlo standard error accepted; a thousandth of the outcome's
            standard deviation when left out.
        seed : int, optional
            Seed of the simulated people, if simulation is needed.

        Returns
        -------
        Truth
            Exact where the world is linear, or discrete and small.

        Raises
        ------
        TruthError
            If the population is empty or the precision out of reach.
        """
        asked = self.question if question is None else self.ask(question).question
        return true_effect(self.model, asked, precision=precision, seed=seed)

    def provenance(self, n: int, seed: int) -> Provenance:
        """Return where a survey of this world comes from.

        Parameters
        ----------
        n, seed : int
            Size and seed of the survey.

        Returns
        -------
        Provenance
            Everything needed to draw the survey again, and the share of those asked
            who responded; to know it, the survey's selection is drawn once.
        """
        draw, _ = self._draw(n, seed, reveal=False, threads=None)
        asked = n
        if self.model.selections:
            asked = sum(part.asked for part in replace(draw, columns=()).parts(n))
        return self._provenance(n, seed, asked)

    def _provenance(self, n: int, seed: int, asked: int) -> Provenance:
        return Provenance(
            world=self.name,
            title=self.title,
            preset=self.preset,
            knobs={knob.name: knob.value for knob in self.knobs},
            seed=seed,
            n=n,
            changes=self.changes,
            response_rate=n / asked,
            version=__version__,
            question=str(self.question),
        )

    def _draw(self, n: int, seed: int, reveal: bool, threads: int | None) -> tuple[Draw, Codebook]:
        if not isinstance(n, int) or not 1 <= n <= MOST_PEOPLE:
            raise SamplingError(f"n is a whole number from 1 to {MOST_PEOPLE:,}, not {n!r}.")
        if not isinstance(seed, int) or seed < 0:
            raise SamplingError(f"a seed is a whole number, 0 or more; not {seed!r}.")
        book = self.codebook_of(reveal=reveal)
        return Draw(self.model, columns_needed(self.model, book), seed, threads), book

    def _changed(self, model: Model, *changes: str) -> World:
        return replace(self, model=_compiled(model), changes=(*self.changes, *changes))


def _compiled(model: Model) -> Model:
    model.program  # noqa: B018 - compiling now says now what is wrong
    return model


def world(name: str | Path, preset: str | None = None, **knobs: float) -> World:
    """Return a world by its name or from a file.

    Parameters
    ----------
    name : str or pathlib.Path
        Name of a shipped world, or path of a file ending in ``.world``.
    preset : str, optional
        A preset of the world.
    **knobs : float
        Knobs to set, after the preset.

    Returns
    -------
    World
        Ready to sample.

    Raises
    ------
    WorldError
        If there is no such world, preset or knob, or the file cannot be understood.
    """
    path = _path_of(str(name))
    found = World.from_text(read_text(path), path.name, path.parent)
    if preset:
        found = found.with_preset(preset)
    return found.set(**knobs) if knobs else found


def shipped_worlds() -> Mapping[str, World]:
    """Return the worlds that come with the package.

    Returns
    -------
    mapping of str to World
        By name, in alphabetical order; files that are only included by others are left out.
    """
    return {name: world(name) for name in shipped_names()}


def shipped_names() -> list[str]:
    """Return the names of the worlds that come with the package.

    Returns
    -------
    list of str
        In alphabetical order; files that are only included by others are left out.

    Examples
    --------
    >>> "self_medication" in shipped_names()
    True
    """
    paths = sorted(WORLDS.glob(f"*{ENDING}"))
    return [path.stem for path in paths if "\neffect of " in read_text(path)]


def _path_of(name: str) -> Path:
    if name.endswith(ENDING) or "/" in name or "\\" in name:
        return Path(name)
    if name in (names := shipped_names()):
        return WORLDS / f"{name}{ENDING}"
    hint = did_you_mean(name, names)
    raise WorldError(
        f'there is no world "{name}"; there are: {", ".join(names)}.{hint} '
        f"A file of your own ends in {ENDING}."
    )
