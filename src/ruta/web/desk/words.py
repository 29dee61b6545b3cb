"""The words of codes that only the desk shows, added to the tables of `components.labels`."""

from ruta.acts import codes, stages
from ruta.web.components import labels
from ruta.web.components.labels import Pairs


def register() -> None:
    """Name the desk's tables; each is read at its first use."""
    labels.register("stage", _stages)
    labels.register("impediment", _impediments)


def _stages() -> Pairs:
    """The stages of protection a case goes through, in their order."""
    track = stages.load()["protection"].stages
    return {stage.id: (stage.label.es, stage.label.en) for stage in track}


def _impediments() -> Pairs:
    """What may stand in the way of a duty."""
    return {code: (label.es, label.en) for code, label in codes.lists()["impediments"].items()}
