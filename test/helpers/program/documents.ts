import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import type { DocumentName } from "../../../src/reporting/json/schemas/published.js";

const validators = new Map<DocumentName, ValidateFunction>();

function validatorOf(name: DocumentName): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(`docs/schemas/${name}.schema.json`, "utf8")) as object);
  validators.set(name, validate);
  return validate;
}

/** Parses stdout as exactly one JSON document that matches its published schema. */
export function documentIn(stdout: string, name: DocumentName): Record<string, unknown> {
  const document = JSON.parse(stdout) as Record<string, unknown>;
  const validate = validatorOf(name);
  validate(document);
  expect(validate.errors ?? [], `${name}: ${stdout}`).to.deep.equal([]);
  return document;
}
