"""The migrated schema keeps the rules that leave every way of growing open; scale §4, rules 1, 3-8, 10."""

import re

import pytest
from django.conf import settings
from django.db import connection

from tests.house.tree import texts

pytestmark = pytest.mark.django_db
OURS = (settings.SCHEMA, settings.JOBS_SCHEMA)


def asked(sql: str, *values: object) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or [list(OURS)])
        return sorted(str(row[0]) for row in cursor.fetchall())


RELATIONS = "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY(%s)"
FUNCTIONS = "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY(%s)"


def test_all_tables_live_in_the_authoritys_own_schemas() -> None:
    """Rule 1: nothing of ours in public, not even Django's own tables."""
    theirs = asked("SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                   " WHERE n.nspname = ANY(%s) AND relkind IN ('r', 'p', 'v', 'm', 'S')", ["public"])  # fmt: skip
    assert theirs == []
    assert "cases_case" in asked(f"SELECT relname {RELATIONS} AND relkind = 'r'")


def test_every_table_has_a_primary_key() -> None:
    """Rule 1."""
    assert asked(f"SELECT relname {RELATIONS} AND relkind = 'r' AND NOT EXISTS"
                 " (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')") == []  # fmt: skip


def test_no_table_forgets_at_a_crash_or_inherits() -> None:
    """Rule 1: none UNLOGGED, no INHERITS."""
    assert asked(f"SELECT relname {RELATIONS} AND relkind = 'r' AND relpersistence <> 'p'") == []
    assert asked(f"SELECT relname {RELATIONS} AND EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = c.oid)"
                 " AND relkind = 'r'") == []  # fmt: skip


def test_only_extensions_and_the_fold_function_are_in_public() -> None:
    """Rule 2: written by whoever prepares the database, immutable."""
    own = asked(
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')", ["public"],
    )  # fmt: skip
    assert own == ["vn_fold"]
    assert asked("SELECT provolatile FROM pg_proc WHERE proname = ANY(%s)", ["vn_fold"]) == ["i"]


def test_every_foreign_key_ends_inside_its_schema() -> None:
    """Rule 3."""
    assert asked(
        "SELECT k.conname FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid"
        " JOIN pg_class b ON b.oid = k.confrelid JOIN pg_namespace n ON n.oid = a.relnamespace"
        " WHERE k.contype = 'f' AND n.nspname = ANY(%s) AND b.relnamespace <> a.relnamespace"
    ) == []  # fmt: skip


# Django's own small tables have keys of text; procrastinate's are its own.
TEXT_KEYS = {"django_session"}


def test_every_key_is_a_bigint_identity() -> None:
    """Rule 4: also users, groups and content types."""
    keys = asked(
        "SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, NULL) || ' ' || a.attidentity::text"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)"
        " WHERE i.indisprimary AND n.nspname = ANY(%s)", [settings.SCHEMA],
    )  # fmt: skip
    odd = [key for key in keys if not key.endswith((" bigint d", " bigint a"))]
    assert {key.partition(".")[0] for key in odd} <= TEXT_KEYS, odd
    assert asked(f"SELECT relname {RELATIONS} AND relkind = 'S' AND EXISTS (SELECT 1 FROM pg_sequence s"
                 " WHERE s.seqrelid = c.oid AND s.seqtypid <> 'bigint'::regtype)", [settings.SCHEMA]) == []  # fmt: skip


def test_only_triggers_run_with_their_owners_rights() -> None:
    """Rule 5: no SECURITY DEFINER function that the program calls; triggers write state and dates, and the edition."""
    assert asked(f"SELECT proname {FUNCTIONS} AND prosecdef") == ["cases_follow_event", "offices_note_change"]
    assert asked(f"SELECT format_type(prorettype, NULL) {FUNCTIONS} AND prosecdef") == ["trigger", "trigger"]


def test_our_functions_fix_their_path_and_tell_nobody() -> None:
    """Rule 6: schema in the function, no pg_notify; procrastinate's live apart, where they may."""
    ours = [settings.SCHEMA]
    assert asked(f"SELECT proname {FUNCTIONS} AND prosrc ILIKE '%%pg_notify%%'", ours) == []
    assert asked(f"SELECT proname {FUNCTIONS} AND (proconfig IS NULL OR NOT proconfig::text LIKE '%%search_path%%')",
                 ours) == []  # fmt: skip
    kinds = "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid" \
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = ANY(%s)"  # fmt: skip
    assert set(asked(kinds, ours)) >= {"follow", "guard", "keep"}


def test_there_are_no_enum_types() -> None:
    """Rule 10: text with a check instead; a new word must not need a rewrite."""
    assert asked("SELECT typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
                 " WHERE t.typtype = 'e' AND n.nspname = ANY(%s)", [settings.SCHEMA]) == []  # fmt: skip


def test_jobs_live_beside_in_a_schema_of_their_own() -> None:
    """Rule 11."""
    jobs = asked(f"SELECT relname {RELATIONS} AND relkind = 'r'", [settings.JOBS_SCHEMA])
    assert "procrastinate_jobs" in jobs and all(name.startswith("procrastinate_") for name in jobs)
    mixed = asked(f"SELECT relname {RELATIONS} AND relname LIKE 'procrastinate%%'", [settings.SCHEMA])
    assert mixed == []


FORMULAS = {
    "rule 7: a literal SET LOCAL, never set_config": r"set_config\(",
    "rule 8: updates carry values": r"F\([^)]*\)\s*[-+]\s*timedelta",
    "rule 4: no order by id to mean time": r"order_by\(\"-(id|pk)\"\)|\.latest\(\"(id|pk)\"\)",
    "rule 12: row locks for correctness": r"pg_(try_)?advisory_lock\(",
}


@pytest.mark.parametrize("rule", FORMULAS)
def test_the_code_keeps_the_rules_that_a_catalogue_cannot_show(rule: str) -> None:
    found = [
        f"{name}: {hit.group()}"
        for name, text in texts().items()
        if name.startswith("motcua/") and name.endswith(".py")
        for hit in re.finditer(FORMULAS[rule], text)
    ]
    assert found == []
