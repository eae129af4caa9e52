"""Drawings of papers people are asked for, with the places to look at: library/papers/samples, data and one template."""

import io
import json
import tomllib
from dataclasses import asdict, dataclass
from functools import cache

from PIL import Image

from .glyphs import LIBRARY
from .typeset import compiler

FOLDER = LIBRARY / "samples"
DOTS_PER_INCH = 110
COLOURS = 32  # ink, grey, two reds and a blue: more only makes the picture heavier
SHAPES = ("sheet", "card")


@dataclass(frozen=True)
class Sample:
    """One drawing: which components of procedures it stands for, what is on it, where to look and why."""

    key: str
    components: tuple[str, ...]
    title: str
    title_en: str
    given_by: str
    given_by_en: str
    heading: str
    giver: str
    lines: tuple[tuple[str, str, int], ...]  # label, value, number of the point beside it (0: none)
    points: tuple[str, ...]
    points_en: tuple[str, ...]
    confirmed: bool
    shape: str = "sheet"
    signer: str = ""
    second_signer: str = ""
    sign_note: str = ""
    sign_point: int = 0
    dated: str = ""

    def __post_init__(self) -> None:
        numbers = {number for _, _, number in self.lines} | {self.sign_point}
        if self.shape not in SHAPES:
            raise ValueError(f"samples.toml, {self.key}: shape là sheet hoặc card")
        if numbers - {0} != set(range(1, len(self.points) + 1)) or len(self.points) != len(self.points_en):
            raise ValueError(
                f"samples.toml, {self.key}: các số trong hình và các điểm cần xem không khớp nhau"
            )


def read_samples(toml: str) -> dict[str, Sample]:
    """The samples of a file by key. Raises ValueError or TypeError with what is wrong."""
    found = {}
    for row in tomllib.loads(toml)["samples"]:
        lists = {name: tuple(row[name]) for name in ("components", "points", "points_en")}
        lines = tuple((str(label), str(value), int(number)) for label, value, number in row["lines"])
        found[row["key"]] = Sample(**{**row, **lists, "lines": lines})
    return found


@cache
def samples() -> dict[str, Sample]:
    """Every sample of the library by its key."""
    return read_samples((FOLDER / "samples.toml").read_text("utf-8"))


def sample_for(component: str) -> Sample | None:
    """The sample that stands for a component of a procedure, if one was drawn."""
    return next((sample for sample in samples().values() if component in sample.components), None)


@cache
def drawing(key: str) -> bytes:
    """The PNG of a sample, in few colours so that it is small; drawn once per process. Raises KeyError."""
    task = json.dumps(asdict(samples()[key]), ensure_ascii=False)
    page = compiler().compile(
        input=FOLDER / "sample.typ", sys_inputs={"task": task}, format="png", ppi=DOTS_PER_INCH
    )
    assert isinstance(page, bytes)
    packed = io.BytesIO()
    picture = Image.open(io.BytesIO(page)).convert("RGB")
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(packed, "PNG", optimize=True)
    return packed.getvalue()
