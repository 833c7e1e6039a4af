"""The JSON Schema of a procedure's answers, looked at by a second reader (which comes with Schemathesis)."""

from __future__ import annotations

import jsonschema_rs

from yakuba.procedures import loader
from yakuba.procedures.queries import answers_schema, example_answers


def test_the_schema_of_every_procedure_takes_its_examples_by_another_reader():
    for path in loader.shipped():
        definition = loader.load(path.read_text(encoding="utf-8"))
        schema = answers_schema(definition)
        reader = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        for example in definition.examples:
            answers = example_answers(definition, example)
            assert [str(one) for one in reader.iter_errors(answers)] == [], (path.stem, example.title)
            # What is always asked is asked here too; one answer of another shape, or one too many, is seen.
            for name in schema["required"]:
                rest = {key: value for key, value in answers.items() if key != name}
                assert not reader.is_valid(rest), (path.stem, name)
            for name in answers:
                assert not reader.is_valid(answers | {name: 1.5}), (path.stem, name)
            assert not reader.is_valid(answers | {"zzz": 1})
