"""A structural causal model: equations, knobs, and the diagram read off them (Pearl, 2009)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from causalkit.errors import DiagramError, WorldError, did_you_mean
from causalkit.graph import Diagram
from causalkit.graph.indicators import MISSING
from causalkit.nature.compile import ExpressionCompiler
from causalkit.nature.kinds import Kind
from causalkit.nature.language.expression import names
from causalkit.nature.language.syntax import Equation, Knob
from causalkit.nature.program import Program, compile_program


@dataclass(frozen=True)
class Model:
    """Equations with their knobs; immutable, every change gives another model.

    Parameters
    ----------
    equations : tuple of Equation
        One for each variable, in the order of the file.
    knobs : tuple of Knob
        With the values they have now.
    derived : tuple of Equation
        Numbers computed from knobs alone; they are not variables.
    """

    equations: tuple[Equation, ...]
    knobs: tuple[Knob, ...] = ()
    derived: tuple[Equation, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Equation]:
        """Equation of every variable."""
        return {equation.name: equation for equation in self.equations}

    @cached_property
    def constants(self) -> dict[str, float]:
        """Value of every knob and of every number computed from knobs."""
        values = {knob.name: knob.value for knob in self.knobs}
        compiler = ExpressionCompiler({}, values)
        for equation in self.derived:
            value = compiler.expression(equation.expression).constant
            assert value is not None  # noqa: S101 - made of constants alone
            values[equation.name] = value
        return values

    @cached_property
    def diagram(self) -> Diagram:
        """The causal diagram: what stands on the right causes what stands on the left."""
        self._check_names()
        edges = [
            (mention, equation.name)
            for equation in self.equations
            for mention in equation.mentions
            if mention in self.by_name
        ]
        hidden = [each.name for each in self.equations if each.part == "latent"]
        selected = [each.name for each in self.equations if each.part == "select"]
        try:
            return Diagram.of(edges, nodes=self.by_name, latent=hidden, selected=selected)
        except DiagramError as error:
            cause = str(error)
            variable = next((each for each in self.equations if each.name in cause.split()), None)
            raise WorldError(cause, variable.place if variable else None) from error

    @cached_property
    def program(self) -> Program:
        """The equations, compiled, causes before effects."""
        ordered = [self.by_name[name] for name in self.diagram.topological_order]
        return compile_program(ordered, self.constants)

    @property
    def kinds(self) -> dict[str, Kind]:
        """Kind of every variable."""
        return self.program.kinds

    @property
    def selections(self) -> tuple[str, ...]:
        """Variables that decide who reaches the data."""
        return tuple(each.name for each in self.equations if each.part == "select")

    @property
    def missingness(self) -> dict[str, str]:
        """For each variable with missing values, the variable that indicates them."""
        return {
            each.name.removeprefix(MISSING): each.name
            for each in self.equations
            if each.part == "missing"
        }

    def equation(self, name: str) -> Equation:
        """Return the equation of a variable.

        Parameters
        ----------
        name : str
            The variable.

        Returns
        -------
        Equation
            How it comes about.

        Raises
        ------
        WorldError
            If there is no such variable.
        """
        if name not in self.by_name:
            hint = did_you_mean(name, self.by_name)
            raise WorldError(f'there is no variable "{name}" in this world.{hint}')
        return self.by_name[name]

    def set(self, values: Mapping[str, float]) -> Model:
        """Return the model with some knobs turned.

        Parameters
        ----------
        values : mapping of str to float
            New value of each knob.

        Returns
        -------
        Model
            The changed model.

        Raises
        ------
        WorldError
            If there is no such knob, or a value is not a finite number.
        """
        for name, value in values.items():
            self._check_knob(name, value)
        turned = tuple(
            replace(knob, value=float(values.get(knob.name, knob.value))) for knob in self.knobs
        )
        return replace(self, knobs=turned)

    def with_equation(self, equation: Equation) -> Model:
        """Return the model with one equation put in place of the old one.

        Parameters
        ----------
        equation : Equation
            The new one, for a variable that is there.

        Returns
        -------
        Model
            The changed model.
        """
        self.equation(equation.name)
        changed = (equation if each.name == equation.name else each for each in self.equations)
        return replace(self, equations=tuple(changed))

    def _check_knob(self, name: str, value: float) -> None:
        knobs = [knob.name for knob in self.knobs]
        if name not in knobs:
            hint = did_you_mean(name, knobs)
            known = ", ".join(knobs) or "none"
            raise WorldError(f'there is no knob "{name}"; there are: {known}.{hint}')
        if not isinstance(value, int | float) or not -1e300 < value < 1e300:
            raise WorldError(f'the knob "{name}" takes a finite number, not {value!r}.')

    def _check_names(self) -> None:
        known = {*self.by_name, *self.constants}
        for equation in self.equations:
            for name in names(equation.expression):
                if name.name not in known:
                    hint = did_you_mean(name.name, known)
                    message = f'nothing is called "{name.name}" in this world.{hint}'
                    raise WorldError(message, name.place)
