"""Papers the house has already, used again at the desk because their owner agrees there and then."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from motcua.domain.catalogue.models import Procedure
from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.actions import Act, Forbidden, action, refuse_if, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.text import nfc

from ..models import Case, Consent
from ..queries.reuse import Kept, papers_agreed
from ..reuse_rules import kinds_for
from ..rules import Paper, State
from .intake import Enclosed
from .processing import RUNNING
from .who import reception, reception_of_unit


def agree(
    staff: Staff,
    unit: Unit,
    procedure: Procedure,
    *,
    number: str,
    name: str,
    components: Sequence[str],
    at: datetime,
    case: Case | None = None,
) -> Consent:
    """Note that whoever stands at the counter lets their papers be looked up for these components; the same twice
    within its time is one consent."""
    if not reception_of_unit(staff, unit):
        raise Forbidden("Chỉ Bộ phận Một cửa tiếp nhận hồ sơ mới được tìm giấy tờ của người nộp trong kho.")
    refuse_unless(
        number and name.strip(), "Xin quét thẻ hoặc nhập số định danh và họ tên người nộp trước khi tìm."
    )
    wanted = sorted(kinds_for(components, local(at).date()))
    refuse_unless(wanted, "Hồ sơ này không có giấy tờ nào thuộc loại dùng lại được từ kho.")
    same = Consent.objects.open_to(staff, procedure_id=procedure.pk, number=number, at=at)
    known = same.filter(full_name=nfc(name), components=wanted, case=case).first()
    return known or Consent.objects.create(
        identity_number=number, full_name=nfc(name), staff=staff, unit=unit, procedure=procedure,
        components=wanted, at=at, case=case,
    )  # fmt: skip


def enclosed(kept: Kept, consent: Consent) -> Enclosed:
    """A kept paper as it goes into the folder: since when its owner agrees."""
    name = kept.name[:160]
    return Enclosed(file=kept.file, paper=kept.component, name=name, consented_at=consent.at)


@action(
    "case.paper_reused",
    label="Tái sử dụng giấy tờ từ kho",
    who=[reception],
    when=[State.REGISTERED, *RUNNING, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT],
)
def reuse_paper(case: Case, act: Act, *, component: str, agreed: bool, kept: str = "") -> None:
    """Put a paper that the house keeps of the applicant into the folder, with the consent given just now.

    Without `kept` it is the latest that fits the component.
    """
    refuse_unless(agreed, "Chỉ được tìm trong kho khi người nộp đã ký đồng ý.")
    listed = {each.key: each.name for each in case.case_type.components}
    refuse_unless(component in listed, "Giấy tờ này không có trong danh mục của thủ tục.")
    consent = agree(
        act.by, case.received_unit, case.procedure, number=case.identity_number, name=case.applicant_name,
        components=list(listed), at=act.at, case=case,
    )  # fmt: skip
    here = list(case.files.values_list("file", flat=True))
    found = papers_agreed(consent, on=local(act.at).date(), but=here)
    fitting = [each for each in found if each.component == component and kept in ("", each.key)]
    refuse_if(not fitting, f"Kho không có giấy tờ nào dùng lại được cho “{listed[component]}”.")
    one = enclosed(fitting[0], consent)
    case.files.create(
        file=one.file, name=one.name, paper=component, added_at=act.at, added_by_id=act.by.actor_id,
        consented_at=one.consented_at,
    )  # fmt: skip
    if component not in {paper["key"] for paper in case.papers}:
        case.papers = [*case.papers, asdict(Paper(component, listed[component], photos=1))]
    act.record(reused=[one.name], file=one.file.sha256, paper=component, consent=consent.pk)
