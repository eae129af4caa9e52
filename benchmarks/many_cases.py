"""What benchmarks on many cases share: an office of its own under --home, made by SQL, and lines that are told alike."""

import argparse
import gc
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[1]
AT_ONCE = 100_000
OFFICES = """
INSERT INTO offices_unit (id, code, old_code, name, short_name, folded, kind, path, territory_code, place, valid_from,
  hotline, email, address, parent_id)
VALUES (1, 'B', '', 'Tỉnh', '', '', 'tinh', '/1/', '', '', '2010-01-01', '', '', '', NULL);
INSERT INTO offices_unit (id, code, old_code, name, short_name, folded, kind, path, territory_code, place, valid_from,
  hotline, email, address, parent_id)
SELECT n, 'B' || n, '', 'Đơn vị ' || n, '', '', CASE WHEN n % 2 = 0 THEN 'phuong' ELSE 'bo_phan_mot_cua' END,
  CASE WHEN n % 2 = 0 THEN '/1/' || n || '/' ELSE '/1/' || n - 1 || '/' || n || '/' END, '', '', '2010-01-01', '', '', '',
  CASE WHEN n % 2 = 0 THEN 1 ELSE n - 1 END FROM generate_series(2, 1201) n;
INSERT INTO catalogue_field (id, name) SELECT n, 'Lĩnh vực ' || n FROM generate_series(1, 10) n;
INSERT INTO catalogue_procedure (id, code, name, short_name, field_id, levels, online_level, life_event, search, valid_from)
SELECT n, 'P' || n, 'Thủ tục ' || n, 'Thủ tục ' || n, n % 10 + 1, 'commune', '', '', '', '2010-01-01' FROM generate_series(1, 40) n;
INSERT INTO catalogue_procedureversion (id, procedure_id, number, valid_from, document, digest, route_id, adopted_at)
SELECT n, n, 1, '2010-01-01', jsonb_build_object('field', 'Lĩnh vực ' || n % 10 + 1, 'fees', CASE WHEN n % 3 = 0 THEN '[{}]'
  ELSE '[]' END::jsonb), '', 1, now() FROM generate_series(1, 40) n;
INSERT INTO people_person (id, kind, full_name, name_key, folded, identity_number, tax_code, sex, phone, email, address)
VALUES (1, 0, 'Nguyễn Văn Tâm', '', '', '', '', '', '', '', '');
INSERT INTO documents_file (id, sha256, size, kind, kept_at) VALUES (1, 'a', 1, 'pdf', now());
DROP INDEX IF EXISTS case_search
"""
# Each case: its desk, its terms (few make most), when it came (keys follow time, as in an office), what it was allowed, when it ended and how.
LIVES = """
CREATE TEMP TABLE life AS SELECT *, received + allowed * interval '1 day' + CASE WHEN paused THEN interval '3 days' ELSE
  interval '0' END AS due, received + least(allowed, 1) * interval '12 hours' AS stop_at,
  received + (allowed + CASE WHEN paused THEN 3 ELSE 0 END) * interval '1 day' * (0.3 + 0.72 * random()) AS finish
FROM (SELECT n AS id, 2 * (1 + floor(600 * random())::int) + 1 AS unit, 1 + floor(40 * power(random(), 3))::int AS terms,
  timestamptz '2026-11-26 01:00Z' - floor(%(days)s * (%(cases)s - n + 1.0) / %(cases)s) * interval '1 day' + random() * interval '9 hours' AS received,
  1 + floor(15 * power(random(), 2))::int AS allowed, random() < 0.15 AS paused, random() AS fate
  FROM generate_series(%(first)s, %(last)s) n) made"""
CASES = """
INSERT INTO cases_case (id, code, variant, parent_node, applicant_name, submitter_name, identity_number, phone, email,
  address, subject, channel, result_by, sets, papers, search, money_state, fee, handover_state, sync_state,
  supplement_rounds, extensions, marking, secret_hash, state, version, last_hash, received_at, due_at, pauses,
  finished_at, outcome, changed_at, applicant_id, authority_id, department_id, procedure_id, received_unit_id, terms_id)
SELECT id, 'B-' || id, '', '', 'Nguyễn Văn Tâm', '', '', '', '', '', '', 1 + id % 3, 'one_stop', 1, '[]', '', 0, 0, 0, 0, 0, 0, '{}',
  sha256(id::text::bytea), CASE WHEN finish > now() THEN 4 WHEN fate < 0.03 THEN 7 ELSE 10 END, 3, '', received, due, '[]',
  CASE WHEN finish <= now() THEN finish END, CASE WHEN finish > now() OR fate < 0.03 THEN '' ELSE outcome END,
  least(finish, now()), 1, unit - 1, unit - 1, terms, unit, terms FROM life CROSS JOIN LATERAL (SELECT CASE
    WHEN finish::date < due::date THEN 'early' WHEN finish::date = due::date THEN 'on_time' ELSE 'late' END AS outcome) o"""
EVENTS = """
INSERT INTO cases_caseevent (case_id, n, name, at, actor_kind, state_before, state_after, note, payload, prev_hash, hash,
  received_at, due_at, stopped_at, pauses, finished_at, outcome)
SELECT id, row_number() OVER (PARTITION BY id ORDER BY place), 'case.' || name, at, 'system', 4, state, '', '{}', '', '',
  received, CASE WHEN name <> 'supplement_requested' THEN due END, CASE WHEN name = 'supplement_requested' THEN at END,
  '[]', CASE WHEN state IN (7, 9, 10) THEN finish END, CASE WHEN state IN (9, 10) THEN CASE
    WHEN finish::date < due::date THEN 'early' WHEN finish::date = due::date THEN 'on_time' ELSE 'late' END ELSE '' END
FROM life CROSS JOIN LATERAL (VALUES (1, 'received', 2, received), (2, 'handed_over', 4, received + interval '10 minutes'),
  (3, 'supplement_requested', 5, CASE WHEN paused THEN stop_at END), (4, 'supplemented', 4, CASE WHEN paused THEN
   greatest(stop_at, finish - interval '1 hour') END), (5, CASE WHEN fate < 0.03 THEN 'withdrawn' ELSE 'finished' END,
   CASE WHEN fate < 0.03 THEN 7 ELSE 9 END, finish),
  (6, 'returned', 10, CASE WHEN fate >= 0.03 THEN finish + interval '1 day' END)) e(place, name, state, at)
WHERE at <= now()"""
# What lies beside the cases of the last so many days: papers as files, results, money of those with a fee, ratings.
BESIDE_DAYS = 400
BESIDE = """
CREATE TEMP TABLE recent AS SELECT *, random() AS luck, finish <= now() AND fate >= 0.03 AS given FROM life
 WHERE received >= timestamptz '2026-11-26 01:00Z' - %(beside)s * interval '1 day';
INSERT INTO cases_casefile (case_id, file_id, paper, name, added_at, consented_at)
SELECT id, 1, 'P' || n, 'Giấy tờ ' || n, received + interval '5 minutes', CASE WHEN luck < 0.05 THEN received END
  FROM recent, generate_series(1, 2) n WHERE luck < 0.7;
INSERT INTO cases_result (case_id, unit_id, number, title, issued_by_id, issued_at, file_id, filed_at, sealed_at, seal_fault)
SELECT id, unit, id, 'Kết quả', 1, finish, CASE WHEN luck < 0.8 THEN 1 END, CASE WHEN luck < 0.8 THEN finish END,
  CASE WHEN luck < 0.6 THEN finish + interval '1 minute' END, '' FROM recent WHERE given;
INSERT INTO payments_charge (id, unit_id, reference, payment_key, about, payer_name, payer_address, lines, exemption, evidence,
  total, received, kept, refunded, state, asked_at, settled_at)
SELECT id, unit, 'B-' || id, 'B' || id, 'Phí', 'Nguyễn Văn Tâm', '', '[]', '', '', 20000, 20000, 20000, 0, 3, received,
  received + interval '10 minutes' FROM recent WHERE terms %% 3 = 0;
INSERT INTO payments_payment (unit_id, charge_id, means, bank, account, transaction_id, told_by, content, amount, kept,
  paper_receipt, paid_at, noted_at, "on", counted_on, given_back_note)
SELECT unit, id, CASE WHEN luck < 0.5 THEN 'transfer' ELSE 'cash' END, '', '', CASE WHEN luck < 0.5 THEN id::text ELSE '' END,
  CASE WHEN luck < 0.5 THEN 'call_back' ELSE 'desk' END, '', 20000, 20000, '', received, received, received::date, received::date, ''
  FROM recent WHERE terms %% 3 = 0;
INSERT INTO surveys_rating (case_id, unit_id, score, reason, answers, remark, through, at)
SELECT id, unit, CASE WHEN luck < 0.01 THEN 1 ELSE 3 END, CASE WHEN luck < 0.01 THEN 'tre_hen' ELSE '' END, '{}', '', 'link',
  finish + interval '25 hours' FROM recent WHERE given AND luck < 0.2 AND finish + interval '25 hours' <= now();
DROP TABLE recent"""
# Made again when the rows are there, which takes a third of the time.
LATER = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
 WHERE indrelid IN ('cases_case'::regclass, 'cases_caseevent'::regclass) AND NOT indisprimary
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"""


def options(doc: str | None, cases: int, home: str = "figures") -> argparse.ArgumentParser:
    """The command line they have in common."""
    parser = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=cases)
    parser.add_argument("--home", type=Path, default=ROOT / "var" / home)
    parser.add_argument("--keep", action="store_true", help="measure again on what was made before")
    return parser


def run(args: argparse.Namespace, make: Callable[[str], None], measure: Callable[[str], None]) -> int:
    """Start the office's server, make its cases unless they are kept, measure, and stop it; both get the owner's address."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "MOTCUA_DATA": str(args.home)}
    from motcua.foundation.database.local import start_local, stop_local
    from motcua.foundation.database.prepare import prepare
    from motcua.foundation.database.server import open_server

    os.environ["DATABASE_URL"] = url = start_local(args.home, durable=False)
    try:
        prepare(url)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        gc.collect()
        gc.freeze()  # as the web server does
        admin = psycopg.conninfo.make_conninfo(open_server(args.home).admin, dbname="motcua")
        if not args.keep:
            make(admin)
        measure(admin)
    finally:
        stop_local(args.home)
    return 0


def make(admin: str, cases: int, years: int = 10) -> None:
    begun = time.monotonic()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("SET search_path = motcua, public")
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE cases_caseevent, cases_case, reports_pending, reports_figure, reports_servedmonth, people_person,"
                           " catalogue_field, offices_unit, documents_file RESTART IDENTITY CASCADE")  # fmt: skip
        for line in OFFICES.split(";"):
            connection.execute(line)
        later = connection.execute(LATER).fetchall()
        for name, _said in later:
            connection.execute(f"DROP INDEX {name}")
        # A run that is stopped here leaves a home without them, to be thrown away.
        for first in range(1, cases + 1, AT_ONCE):
            given = {
                "first": first,
                "last": min(first + AT_ONCE - 1, cases),
                "cases": cases,
                "days": 365.2 * years,
                "beside": BESIDE_DAYS,
            }
            psycopg.ClientCursor(connection).execute(LIVES, given)
            connection.execute(CASES)
            connection.execute(EVENTS)
            psycopg.ClientCursor(connection).execute(BESIDE, given)
            connection.execute("DROP TABLE life")
        connection.execute("SET maintenance_work_mem = '512MB'")
        for _name, said in later:
            connection.execute(said)
        connection.execute("ALTER TABLE cases_case ALTER id RESTART WITH 100000000")
        connection.execute("ALTER TABLE offices_unit ALTER id RESTART WITH 100000")
        connection.execute("VACUUM ANALYZE")
    row("made", cases, time.monotonic() - begun)


def row(what: str, number: Any, seconds: float | None = None, beside: float | None = None) -> None:
    """A line: what, how many, how long, and how many times that is of what stands beside it."""
    words = "" if seconds is None else f"{seconds:>12.6f} s" if seconds < 0.001 else f"{seconds:>12.3f} s"
    ratio = f"{seconds / beside:>10.3f} x" if seconds is not None and beside else ""
    print(f"{what:<46}{number:>16}{words}{ratio}", flush=True)
