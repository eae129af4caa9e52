"""What may be done to an index: counts measured elsewhere are taken over, with their source."""

from collections.abc import Sequence

from motcua.domain.offices.actions import figures_keeper
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless, system

from .models import GivenCount
from .rules import CountRow


@action("index.counts_given", label="Nhập số liệu chỉ số", who=[figures_keeper, system], when=[1])
def give_counts(unit: Unit, act: Act, *, counts: Sequence[CountRow]) -> None:
    """Take over counts of the unit and those below it, all or none; a later number for the same place takes over."""
    refuse_unless(counts, "Không có số liệu nào để nhập.")
    on = max(row.month for row in counts)
    units = {each.code: each for each in Unit.objects.below(unit).in_force(on)}
    strange = sorted({row.unit for row in counts} - set(units))
    refuse_if(strange, f"Không có đơn vị {', '.join(strange[:10])} thuộc {unit.name}. Chưa nhập số nào.")
    GivenCount.objects.bulk_create(
        [
            GivenCount(
                unit=units[row.unit], month=row.month, indicator=row.indicator, name=row.name, value=row.value,
                source=row.source[:200], given_at=act.at,
            )
            for row in counts
        ],
        update_conflicts=True,
        unique_fields=["unit", "month", "indicator", "name"],
        update_fields=["value", "source", "given_at"],
    )  # fmt: skip
    act.record(
        counts=[
            [row.unit, f"{row.month:%Y-%m}", row.indicator, row.name, str(row.value), row.source]
            for row in counts
        ]
    )
