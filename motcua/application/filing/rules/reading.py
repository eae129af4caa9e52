"""From the text of a form.json to a form. What is wrong is said with its place and what to do."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError

from .conditions import condition_problem
from .form import (
    KINDS,
    NOTHING,
    Form,
    FormRefused,
    PaperRule,
    Place,
    Question,
    Stop,
    Text,
    Topic,
    VariantRule,
)

Document = Mapping[str, Any]
# Addresses that a topic cannot have, since pages of the filing itself are there.
TAKEN = ("kiem-tra", "xong", "giay-to")
# A question of these names says the same of the applicant, where a form does not say otherwise.
APPLICANT = {
    "full_name": "full_name", "identity_number": "identity_number", "born_on": "born_on", "sex": "sex",
    "phone": "phone", "email": "email", "address": "residence",
}  # fmt: skip


def read_form(
    text: str,
    code: str,
    *,
    library: Mapping[str, Document],
    components: Collection[str],
    variants: Collection[str],
) -> Form:
    """A form from its text; `library` holds the shared files by name, with the shape of form files under
    `form.schema.json`; components and variants are those the procedure has. Raises FormRefused."""
    file = f"{code}/form.json"
    document = _json(text, file)
    shared = {name: each for name, each in library.items() if name != "form.schema.json"}
    faults = [_shape_fault(file, error) for error in _shape(library).iter_errors(document)]
    if faults:
        raise FormRefused(sorted(faults))
    reader = _Reader(file, shared)
    form = reader.form(document, code, text)
    reader.check(form, document, components, variants)
    if reader.faults:
        raise FormRefused(reader.faults)
    return form


def shared_from(texts: Mapping[str, str]) -> dict[str, Document]:
    """The shared files, by name. Raises FormRefused for one that is no JSON."""
    return {name: _json(text, name) for name, text in texts.items()}


class _Reader:
    """One reading: the file's name, the shared files, and the faults found so far."""

    def __init__(self, file: str, shared: Mapping[str, Document]) -> None:
        self.file, self.shared, self.faults = file, shared, list[str]()

    def form(self, document: Document, code: str, text: str) -> Form:
        schema = self.whole_schema(document)
        properties = self.properties(schema)
        topics = tuple(self.topic(each, n, properties) for n, each in enumerate(document["topics"]))
        place = document.get("place")
        whole = json.dumps([text, self.shared], sort_keys=True, default=str)
        return Form(
            code=code,
            digest=hashlib.sha256(f"{code}\0{whole}".encode()).hexdigest()[:16],
            schema=schema,
            topics=topics,
            subject=document.get("subject", ""),
            counter_only=_text(document.get("counter_only")),
            applicant={**APPLICANT, **document.get("applicant", {})},
            kind=document.get("kind", "citizen"),
            place=Place(place["question"], place.get("within", "commune"), place.get("confirmed", False))
            if place
            else None,
            variants=tuple(VariantRule(v["is"], v.get("when", "")) for v in document.get("variants", ())),
            papers={
                key: PaperRule(key, p.get("form", False), p.get("when", ""), _text(p.get("hint")))
                for key, p in document.get("papers", {}).items()
            },
            library=self.shared,
        )

    def whole_schema(self, document: Document) -> Document:
        """The schema as written, with the answers of the shared topics that are used, and closed to all others."""
        used = [each["$ref"] for each in document["topics"] if "$ref" in each]
        parts = [self.pointed(ref, f"topics[{n}]") for n, ref in enumerate(used)]
        own = document.get("schema", {})
        brought = [part["schema"] for part in parts if "schema" in part]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            **own,
            "allOf": [*own.get("allOf", ()), *brought],
            "unevaluatedProperties": False,
        }

    def topic(self, raw: Document, n: int, properties: Mapping[str, Document]) -> Topic:
        where = f"topics[{n}]"
        if "$ref" in raw:
            raw = {**self.pointed(raw["$ref"], where), **{k: v for k, v in raw.items() if k != "$ref"}}
        skipped = set(raw.get("skip", ()))
        rows = [row for row in raw.get("questions", ()) if row["key"] not in skipped]
        return Topic(
            key=raw.get("key", ""),
            title=_text(raw.get("title")),
            questions=tuple(self.question(row, f"{where}.{row['key']}", properties) for row in rows),
            intro=_text(raw.get("intro")),
            when=raw.get("when", ""),
            stops=tuple(Stop(stop["when"], _text(stop["say"])) for stop in raw.get("stops", ())),
        )

    def question(self, row: Document, where: str, properties: Mapping[str, Document]) -> Question:
        schema = self.resolved(properties.get(row["key"], {}), where)
        if row["key"] not in properties:
            self.say(where, f"câu hỏi «{row['key']}» chưa có trong schema.properties")
        kind = _kind(schema)
        items: tuple[Question, ...] = ()
        if kind == "group":
            inner = self.properties(self.resolved(schema.get("items", {}), where))
            items = tuple(
                self.question(each, f"{where}.{each['key']}", inner) for each in row.get("questions", ())
            )
        words = {**schema.get("x-choices", {}), **row.get("choices", {})}
        enum = schema.get("enum") or schema.get("items", {}).get("enum") or ()
        for value in enum:
            if value not in words:
                self.say(where, f"lựa chọn «{value}» chưa có chữ; hãy thêm vào choices")
        return Question(
            key=row["key"],
            kind=kind,
            label=_text(row["label"]),
            hint=_text(row.get("hint")),
            optional=row.get("optional", False),
            when=row.get("when", ""),
            prefill=row.get("prefill", "").partition(" if ")[0],
            prefill_when=row.get("prefill", "").partition(" if ")[2],
            choices=tuple((value, _text(words.get(value))) for value in enum),
            items=items,
            schema=schema,
        )

    # The schema ------------------------------------------------------------------------------------------

    def properties(self, schema: Document) -> dict[str, Document]:
        """The properties a schema names, also those of the parts it is made of."""
        found: dict[str, Document] = {}
        for part in schema.get("allOf", ()):
            found |= self.properties(self.resolved(part, "schema.allOf"))
        return {**found, **schema.get("properties", {})}

    def resolved(self, schema: Document, where: str) -> Document:
        """A schema with what its `$ref` points to; what stands beside the reference wins."""
        if "$ref" not in schema:
            return schema
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return {**self.resolved(self.pointed(schema["$ref"], where), where), **beside}

    def pointed(self, ref: str, where: str) -> Document:
        """What a reference like `common.json#/$defs/name` points to."""
        name, _, pointer = ref.partition("#/")
        found: Any = self.shared.get(name)
        for part in pointer.split("/"):
            found = found.get(part) if isinstance(found, Mapping) else None
        if not isinstance(found, Mapping):
            self.say(where, f"«{ref}» không trỏ tới đâu cả; xem tên trong library/forms")
            return {}
        return found

    # What must hold together -----------------------------------------------------------------------------

    def check(
        self, form: Form, document: Document, components: Collection[str], variants: Collection[str]
    ) -> None:
        try:
            Draft202012Validator.check_schema(form.schema)
        except SchemaError as error:
            self.say(f"schema.{_path(error)}", "không phải JSON Schema 2020-12 đúng")
        self.check_names(form)
        self.check_conditions(form)
        keys = {question.key: question for question in form.questions}
        for name in re.findall(r"\{(\w+)\}", form.subject):
            if name not in keys:
                self.say("subject", f"«{name}» không phải câu hỏi nào")
        if form.place and (form.place.question not in keys or keys[form.place.question].kind != "address"):
            self.say("place.question", f"«{form.place.question}» phải là một câu hỏi địa chỉ")
        if "full_name" not in document.get("applicant", {}) and "full_name" not in keys:
            self.say("applicant", "chưa có câu hỏi họ và tên của người nộp (full_name)")
        for field, name in document.get("applicant", {}).items():
            if name not in keys:
                self.say(f"applicant.{field}", f"«{name}» không phải câu hỏi nào")
        for kind, mine, known in (
            ("papers", form.papers, components),
            ("variants", [v.key for v in form.variants], variants),
        ):
            for key in mine:
                if key not in known:
                    self.say(
                        f"{kind}.{key}", f"thủ tục không có «{key}»; có {', '.join(known) or 'không mục nào'}"
                    )

    def check_names(self, form: Form) -> None:
        topics = [topic.key for topic in form.topics]
        questions = [question.key for question in form.questions]
        for topic in form.topics:
            if topic.key in TAKEN or topics.count(topic.key) > 1:
                self.say(f"topics.{topic.key}", "khóa của trang này đã dùng; hãy đặt khóa khác")
        for key in sorted({key for key in questions if questions.count(key) > 1}):
            self.say("topics", f"câu «{key}» được hỏi hai lần; mỗi điều chỉ hỏi một lần")

    def check_conditions(self, form: Form) -> None:
        """Each condition looks only at what was asked before it; a stop also at its own page."""
        before: list[Question] = []
        for topic in form.topics:
            self.condition(topic.when, before, f"{topic.key}.when")
            for question in topic.questions:
                self.condition(question.when, before, f"{topic.key}.{question.key}.when")
                self.prefill(question, before, f"{topic.key}.{question.key}.prefill")
                before.append(question)
            for n, stop in enumerate(topic.stops):
                self.condition(stop.when, before, f"{topic.key}.stops[{n}].when")
        for key, paper in form.papers.items():
            self.condition(paper.when, before, f"papers.{key}.when")
        for variant in form.variants:
            self.condition(variant.when, before, f"variants.{variant.key}.when")

    def condition(self, condition: str, known: list[Question], where: str) -> None:
        if condition and (problem := condition_problem(condition, known)):
            self.say(where, f"điều kiện {problem}")

    def prefill(self, question: Question, known: list[Question], where: str) -> None:
        self.condition(question.prefill_when, known, where)
        root, _, name = question.prefill.partition(".")
        if question.prefill and not (
            (root == "person" and name in APPLICANT) or (root == "answers" and name in {q.key for q in known})
        ):
            self.say(
                where,
                f"không lấy được «{question.prefill}»: dùng person.… hoặc answers.… đã hỏi trước đó, thêm “if điều kiện” nếu cần",
            )

    def say(self, where: str, fault: str) -> None:
        self.faults.append(f"{self.file}, mục «{where}»: {fault}.")


def _kind(schema: Document) -> str:
    """How a question is put, from the shape of its answer."""
    if (named := schema.get("x-kind")) in KINDS:
        return str(named)
    if schema.get("type") == "array":
        return "many" if "enum" in schema.get("items", {}) else "group"
    if "enum" in schema:
        return "choice"
    if schema.get("format") == "date":
        return "date"
    return {"boolean": "yes_no", "integer": "integer"}.get(str(schema.get("type")), "line")


def _text(words: Any) -> Text:
    return (words[0], words[1]) if words else NOTHING


def _json(text: str, file: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        fault = f"{file}, dòng {line}: sai cú pháp JSON; hãy xem lại dấu phẩy, nháy, ngoặc."
        raise FormRefused([fault]) from error
    if not isinstance(found, dict):
        raise FormRefused([f"{file}: phải là một {{ … }}."])
    return found


def _shape(library: Mapping[str, Document]) -> Draft202012Validator:
    return Draft202012Validator(library["form.schema.json"])


def _shape_fault(file: str, error: ValidationError) -> str:
    where, said = _path(error) or "gốc", "giá trị không đúng dạng"
    if error.validator == "required":
        lacking = sorted(set(error.validator_value) - set(error.instance))
        said = f"thiếu {', '.join(lacking)}"
    elif error.validator in ("additionalProperties", "unevaluatedProperties"):
        said = "có mục lạ: " + ", ".join(_strange(error))
    elif error.validator == "pattern":
        said = f"«{error.instance}» không đúng cách viết"
    return f"{file}, mục «{where}»: {said}. Xem library/forms/form.schema.json."


def _strange(error: ValidationError) -> Iterator[str]:
    known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    return (f"«{key}»" for key in error.instance if key not in known)


def _path(error: ValidationError | SchemaError) -> str:
    words = ""
    for part in error.absolute_path:
        words += f"[{part}]" if isinstance(part, int) else f"{'.' if words else ''}{part}"
    return words
