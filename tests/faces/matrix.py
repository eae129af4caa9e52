"""Who may open which page: one line for each address; read by test_every_page.py.

A line is (who, answer to GET, answer to POST without anything filled in). Answers are for those who may: a status, or
`SAID` for a refusal in a sentence (403, 409, 422). For all others: a visitor is sent to sign in, staff of another role
read 403, and a case one may not see is 404 (trust: what is out of scope does not exist). To the pages of staff a citizen
is a visitor, and so is staff to the pages of citizens: each is sent to sign in as the other.
"""

from typing import Any

SAID = (403, 409, 422)
ALL = "anybody"
STAFF = ("reception", "centre_head", "officer", "dept_head", "leader", "clerk", "cashier", "sysadmin", "inspector",
         "partner", "postal")  # fmt: skip
DESK = ("reception", "centre_head")
CASH = (*DESK, "cashier")
WATCHERS = ("leader", "centre_head", "inspector")
HEADS = ("leader", "dept_head", "centre_head", "sysadmin")
LINKED = ("officer", "dept_head", "leader", "centre_head", "reception", "partner")
CITIZEN = ("citizen",)
TOKEN = "token"  # the API knows no sessions: without a token everybody is told so

# Who sees a case of the ward's desk, with Lan at its justice department; nobody of these sees the other ward's, but
# the inspector of the city above both.
SEES = {
    "counter": {"own": CASH, "other": ()},
    "desk": {
        "own": (
            "reception",
            "centre_head",
            "officer",
            "dept_head",
            "leader",
            "clerk",
            "cashier",
            "inspector",
        ),
        "other": ("inspector",),
    },
}

Answer = int | tuple[int, ...]
PAGES: dict[str, tuple[Any, Answer, Answer]] = {
    # citizens
    "portal:home": (ALL, 200, 200),
    "portal:procedures": (ALL, 200, 200),
    "portal:procedure": (ALL, 200, 200),
    "portal:checklist": (ALL, 200, 200),
    "portal:file": (ALL, 200, 302),
    "portal:communes": (ALL, 404, 405),  # for no field
    # no draft has the secret of these tests' case
    **{f"portal:{name}": (ALL, 404, 404) for name in (
        "draft", "topic", "file_papers", "file_paper", "file_check", "filed",
    )},
    "portal:file_begin": (ALL, 405, 404),
    "portal:file_more": (ALL, 405, 404),
    "portal:file_pdf": (ALL, 404, 405),
    "portal:file_picture": (ALL, 404, 405),
    "portal:track": (ALL, 200, 422),
    "portal:check_signature": (ALL, 200, 422),
    "portal:offices": (ALL, 200, 200),
    "portal:feedback": (ALL, 200, 422),
    "portal:feedback_state": (ALL, 404, 405),  # no feedback has the secret of these tests' case
    "portal:feedback_sent": (ALL, 404, 405),
    "portal:mailbox": (ALL, 404, 404),  # of the demonstration only
    "portal:help": (ALL, 200, 200),
    "portal:accessibility": (ALL, 200, 200),
    "portal:privacy": (ALL, 200, 200),
    "portal:sample": (ALL, 404, 404),
    "portal:sample_picture": (ALL, 404, 404),
    "portal:offline": (ALL, 200, 200),
    "portal:worker": (ALL, 200, 200),
    "portal:robots": (ALL, 200, 200),
    "portal:favicon": (ALL, 301, 301),
    "portal:sign_in": (ALL, (200, 302), 422),  # who is in already goes on
    "portal:sign_in_code": (ALL, 302, 302),
    "portal:sign_out": (ALL, 405, 302),
    "portal:prove": (ALL, 404, 405),  # no provider in the office of these tests
    "portal:proved": (ALL, 422, 405),
    "portal:account": (CITIZEN, 200, 200),
    "portal:told": (CITIZEN, 200, 422),
    "portal:papers": (CITIZEN, 200, 302),
    "portal:signed_paper": (CITIZEN, 404, 405),
    "portal:paper": (CITIZEN, 404, 405),
    "portal:paper_picture": (CITIZEN, 404, 405),
    "portal:device": (CITIZEN, 405, 302),
    "portal:forget_devices": (CITIZEN, 405, 302),
    "portal:sign_in_by_key": (ALL, 405, 422),
    "portal:ask_key": (ALL, 405, 200),
    "portal:new_key": (CITIZEN, 200, 422),
    "portal:ask_new_key": (CITIZEN, 405, 200),
    "portal:drop_key": (CITIZEN, 405, SAID),
    "portal:add_case": (CITIZEN, 200, 422),
    "portal:looks": (CITIZEN, 200, 200),
    "portal:means": (CITIZEN, 200, 200),
    "portal:add_address": (CITIZEN, 200, 422),
    "portal:add_address_code": (CITIZEN, 302, 302),
    "portal:end_sessions": (CITIZEN, 405, 302),
    "portal:mandates": (CITIZEN, 200, 200),
    "portal:give_mandate": (CITIZEN, 302, 302),  # level 2 only
    "portal:end_mandate": (CITIZEN, 405, 404),
    "portal:mandate_paper": (CITIZEN, 404, 405),
    "portal:rights": (CITIZEN, 200, 422),
    "portal:copy": (CITIZEN, 200, 405),
    "portal:stay": (CITIZEN, 200, 200),
    "board:figures": (ALL, 200, 200),
    "board:csv": (ALL, 200, 200),
    "board:roadmap": (ALL, 200, 200),
    "board:roadmap_csv": (ALL, 200, 200),
    "board:unit": (ALL, 200, 200),
    "board:overdue": (ALL, 200, 200),
    "board:overdue_csv": (ALL, 200, 200),
    "board:procedures": (ALL, 200, 200),
    "board:procedures_csv": (ALL, 200, 200),
    "board:index_now": (ALL, 200, 200),
    "board:index_json": (ALL, 200, 200),
    "board:survey": (ALL, 200, 200),
    "board:compare": (ALL, 200, 200),
    "board:compare_csv": (ALL, 422, 422),
    "board:json": (ALL, 200, 200),
    # nothing is published in the office of these tests
    "board:newest_month": (ALL, 302, 302),
    **{f"board:{name}": (ALL, 404, 404) for name in (
        "to_month", "month", "edition", "month_late", "index", "month_files", "month_file", "card",
    )},
    "board:publications": (("leader",), 200, 200),
    "board:freeze": (("leader",), 405, SAID),
    "board:publication": (("leader",), 404, 404),
    "board:publication_do": (("leader",), 404, 404),
    "ui:preferences": (ALL, 405, 302),
    "desk:sign_in": (ALL, 200, 422),
    "desk:sign_in_code": (ALL, 302, 302),
    "desk:sign_out": (ALL, 405, 302),
    # the counter
    "counter:reception": (DESK, 200, 200),
    "counter:alive": (STAFF, 204, 405),
    "counter:find": (DESK, 200, 200),
    "counter:ask": (DESK, 302, 422),
    "counter:refuse": (DESK, 302, 422),
    "counter:cases": (DESK, 200, 200),
    "counter:forms": (DESK, 200, 404),
    "counter:hand_over": (DESK, 200, 302),
    "counter:returning": (DESK, 200, 200),
    "counter:parcels": ((*DESK, "postal"), 200, 422),
    "counter:hand_over_list": ((*DESK, "postal"), (200, 422), 405),
    "counter:parcel": ((*DESK, "postal"), 404, 404),  # the office of these tests has sent nothing
    "counter:parcel_label": ((*DESK, "postal"), 404, 405),
    "counter:cash": (CASH, 200, 405),
    "counter:cash_day": (CASH, 200, 405),
    "counter:transfers": (("cashier", "centre_head"), 200, 422),
    "counter:statement": (("cashier", "centre_head"), 200, 422),
    "counter:helping": (("postal",), 200, 200),
    "counter:mandate": ((*DESK, "postal"), 200, 422),
    # nobody of these has noted a mandate
    "counter:mandate_paper": (STAFF, 404, 404),
    "counter:mandate_begin": (STAFF, 405, 404),
    "counter:mandate_more": (STAFF, 405, 404),
    "counter:mandate_pdf": (STAFF, 404, 405),
    "counter:mandate_picture": (STAFF, 404, 405),
    "counter:keep_mandate_paper": ((*DESK, "postal"), 405, 404),
    "counter:scan_picture": (DESK, 404, 405),  # nothing was scanned
    "counter:kept_file": (DESK, 404, 405),  # nobody has agreed to anything
    "counter:screens": (CASH, 200, 200),
    "counter:screen_now": (CASH, 200, 405),  # says of a code only what this person's own screen shows
    "counter:customer_screen": (ALL, 302, 302),  # a screen that is not paired is led to where it can be
    "counter:pair_screen": (ALL, 200, 422),
    "counter:day": (CASH, 200, 200),
    "counter:ledger": (CASH, 200, 200),
    # the desk
    "board:reports": (("leader", "inspector"), 200, 200),
    "board:report_file": (("leader", "inspector"), 200, 200),
    "board:exports": (("leader", "inspector"), 200, 422),
    "board:export": (("leader", "inspector"), 404, 404),
    "board:export_file": (("leader", "inspector"), 404, 404),
    "desk:stay": (STAFF, 200, 200),
    "desk:inbox": (STAFF, 200, 200),
    "desk:many": (STAFF, 405, 302),
    "desk:undo": (STAFF, 405, 302),
    "desk:signing": (("leader",), 200, 200),
    "desk:sign_many": (("leader",), 405, 302),
    "desk:linked": (LINKED, 200, 200),
    "desk:remind": (LINKED, 405, 302),
    "desk:watching": (("leader", "dept_head", "centre_head", "inspector"), 200, 200),
    "desk:workload": (("leader", "dept_head", "centre_head"), 200, 200),
    "desk:weekly": (("leader", "dept_head", "centre_head"), 200, (200, 302, 422)),
    "desk:palette": (STAFF, 200, 200),
    "desk:readings": (WATCHERS, 200, 200),
    "desk:letters": (("sysadmin", "centre_head"), 200, 200),
    "desk:untold": (("reception", "centre_head", "sysadmin"), 200, 302),
    "desk:feedback": (("leader", "centre_head"), 200, 200),
    "desk:feedback_one": (("leader", "centre_head"), 404, 404),  # nothing was sent to the office of these tests
    "desk:me": (STAFF, 200, 200),
    "desk:password": (STAFF, 200, 422),
    "desk:second_step": (STAFF, 200, 422),
    "desk:stand_in": (HEADS, 200, 422),
    "desk:end_stand_in": (HEADS, 405, 404),
    "desk:office": (("sysadmin",), 200, 200),
    "desk:unit": (("sysadmin",), 200, 200),
    "desk:unit_act": (("sysadmin",), 200, 422),
    "desk:posting_act": (("sysadmin",), 404, 404),
    # programs
    "api:description": (ALL, 200, 200),
    "api:nothing_here": (ALL, 404, 404),
    "api:status_by_proof": (ALL, 405, 400),  # a form, not JSON
    "api:procedures": (ALL, 200, 405),
    "api:procedure": (ALL, 200, 405),
    "api:published_figures": (ALL, 200, 405),
    "api:send_feedback": (ALL, 405, 400),
    "api:feedback_by_secret": (ALL, 404, 405),
    "api:told": (ALL, 405, 401),  # without a bank's signature nobody is one
    "api:heard": (ALL, 405, 401),  # nor without the carrier's
    "api:create": (TOKEN, 405, 401),
    "api:sms_receipt": (ALL, 405, 401),
    "api:zalo_receipt": (ALL, 405, 401),
    "api:waiting": (TOKEN, 401, 405),
    "api:feedback_waiting": (TOKEN, 401, 405),
    "api:feedback_one": (TOKEN, 401, 405),
    **{f"api:{act}_feedback": (TOKEN, 405, 401) for act in ("answer", "decline", "sort")},
    "api:catalogue": (TOKEN, 401, 405),
}  # fmt: skip

# Addresses of one case. Who: those who may open the page at all; of them, SEES says who finds the case.
CASE_PAGES: dict[str, tuple[Any, Answer, Answer]] = {
    "portal:pay": (ALL, 200, 405),
    "portal:delivery": (ALL, 200, 422),
    "portal:pickup": (ALL, 200, (409, 422)),
    "portal:pay_qr": (ALL, 404, 405),
    "portal:pay_receipt": (ALL, 404, 405),
    "counter:cash_case": (CASH, 200, SAID),
    "counter:scan": (DESK, 200, 422),
    "counter:store": (DESK, 200, 200),
    "counter:order_post": (DESK, (200, *SAID), SAID),
    "counter:scan_pages": (DESK, 404, 405),
    "counter:show": (CASH, 405, (302, *SAID)),
    "counter:cash_receipt": (CASH, 404, 405),
    "counter:case": (CASH, 200, 200),
    "counter:done": (DESK, 200, 405),
    "counter:paper": (CASH, 200, 405),
    "counter:drawing": (DESK, 200, 405),
    "counter:accept": (DESK, SAID, SAID),
    "counter:ask_case": (DESK, SAID, SAID),
    "counter:refuse_case": (DESK, SAID, SAID),
    "counter:supplemented": (DESK, SAID, SAID),
    "counter:withdraw": (DESK, 200, 200),
    "counter:hand_over_one": (DESK, 302, 302),
    "counter:fee": (CASH, (200, *SAID), SAID),
    "counter:give_back": (DESK, 200, 422),
    "counter:call": (DESK, 405, (302, *SAID)),
    "desk:case": (STAFF, 200, 200),
    "desk:note": (STAFF, 405, (302, 422)),
    "desk:paper": (STAFF, 200, 200),
    "desk:file": (STAFF, 404, 404),
    "desk:act": (STAFF, (200, *SAID), SAID),
    "desk:add": (STAFF, (200, *SAID), 405),
    "desk:add_paper": (STAFF, (200, *SAID), SAID),
    "desk:put_in": (STAFF, 405, SAID),
    "desk:add_begin": (STAFF, 405, SAID),
    "desk:add_more": (STAFF, 405, (404, *SAID)),
    "desk:add_pdf": (STAFF, (404, *SAID), 405),
    "desk:add_picture": (STAFF, (404, *SAID), 405),
    # The slip's secret opens a case for whoever holds it, and only by GET.
    "portal:followed": (ALL, 200, 405),
    "portal:appointment": (ALL, 200, 405),
    "portal:slip": (ALL, 200, 405),
    "portal:supplement": (ALL, 200, 409),
    "portal:reply": (ALL, 200, 409),  # nothing is asked of the case of these tests
    "portal:reply_paper": (ALL, 404, 404),
    "portal:reply_begin": (ALL, 405, 404),
    "portal:reply_more": (ALL, 405, 404),
    "portal:reply_pdf": (ALL, 404, 405),
    "portal:reply_picture": (ALL, 404, 405),
    "portal:letter": (ALL, 404, 405),  # nor a letter
    "counter:letter_page": (DESK, 404, 405),
    "counter:give_letter": (DESK, 405, (302, *SAID)),
    "portal:result": (ALL, 404, 405),  # no case of these tests has a signed result
    "portal:result_file": (ALL, 404, 405),
    "portal:rating": (ALL, 200, (200, 422)),
    "portal:seen": (ALL, 200, 405),
    "portal:seen_appointment": (ALL, 200, 405),
    "api:status": (ALL, 200, 405),
    "api:one": (TOKEN, 401, 405),
    **{f"api:{act}": (TOKEN, 405, 401) for act in (
        "approved", "apology_drafted", "extended", "apologised", "stopped", "finished", "reopened", "accepted", "papers_asked", "not_accepted",
        "handed_over", "taken", "forwarded", "taken_back", "sent_back", "supplement_requested", "supplement_proposed", "supplemented",
        "payment_required", "payment_confirmed", "fee_collected", "fee_taken", "fee_waived", "fee_refunded", "receipt_replaced", "transfer_matched",
        "opinion_asked", "opinion_given", "reassigned", "reminded", "letter_handed", "letter_sent",
        "called", "returned", "withdrawn", "delivered", "parcel_asked", "parcel_dropped", "parcel_labelled", "parcel_handed_over",
        "parcel_came_back", "parcel_lost", "result_copied", "paper_reused", "delivery_corrected", "pickup_asked",
    )},
}  # fmt: skip
