"""What `/metrics` tells of kits."""

from weekplanner.kits.queries import stock
from weekplanner.web import ops

GAUGES: tuple[ops.GaugeSource, ...] = (
    ops.GaugeSource(
        "weekplanner_kits_running_out",
        "Kits of which fewer are free than the mark at which the team is told.",
        stock.running_out,
    ),
    ops.GaugeSource(
        "weekplanner_kits_back_ordered", "Kits that people wait for stock of.", stock.back_ordered
    ),
)
