"""What may be done about notices that could not be sent."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.foundation.actions import Act, action, refuse_unless
from motcua.foundation.jobs import queue_job

from .models import KEEPERS, Notice
from .rules import Delivery


def keeper(person: Any, unit: Unit) -> Duty | None:
    """Cán bộ tiếp nhận, trưởng bộ phận một cửa hoặc quản trị hệ thống của đơn vị hoặc cấp trên."""
    return next((d for d in person.duties if d.role in KEEPERS and unit.path.startswith(d.unit_path)), None)


@action("notice.retried", label="Gửi lại tin", who=[keeper], when=[1])
def retry(unit: Unit, act: Act, *, notices: Collection[int]) -> None:
    """Try again, for another four hours, what was given up; under the same references, so nobody is told twice."""
    own = Q(case__received_unit=unit) | Q(feedback_event__feedback__unit=unit)
    stuck = Notice.objects.filter(own, pk__in=notices, state=Delivery.STUCK)
    count = stuck.update(state=Delivery.WAITING, next_at=act.at, tries=0, fault="")
    refuse_unless(count, "Các tin này đã được gửi lại hoặc đã gửi xong. Xin tải lại trang.")
    act.record(notices=count)
    act.jobs.append(lambda: queue_job("notices.send_waiting", timestamp=int(act.at.timestamp())))
