// A judge of Stripe request bodies that shares nothing with the simulator: reads forms with qs and validates them with ajv against the
// description of the API (openapi.json, derived from the types of the official client). It does not know rules about values.
// `node check_form.mjs < requests.json`, a list of {method, path, body}: prints what is wrong with each; exit code 0 when nothing is.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const qs = require("qs");
const Ajv = require("ajv").default ?? require("ajv");
const formType = "application/x-www-form-urlencoded";
export const description = JSON.parse(readFileSync(new URL("openapi.json", import.meta.url)));

const placeholders = (path) => (path.match(/{/g) ?? []).length;

export function findOperation(method, path) {
  const parts = path.split("?")[0].split("/");
  const fits = (pattern) => pattern.length === parts.length && pattern.every((part, index) => (part.startsWith("{") ? parts[index] : part === parts[index]));
  const found = Object.keys(description.paths).sort((left, right) => placeholders(left) - placeholders(right)).find((path) => fits(path.split("/")));
  return found && description.paths[found][method.toLowerCase()];
}

// Form values are text: coercion decides, as at the real API.
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: true, validateFormats: false });
const compiled = new Map();

/** What is wrong, as sentences. */
export function check(method, path, body) {
  const operation = findOperation(method, path);
  if (!operation) return ["no such operation"];
  const schema = operation.requestBody?.content[formType]?.schema;
  if (!schema) return body ? ["this operation takes no body"] : [];
  const keys = body ? body.split("&").map((pair) => decodeURIComponent(pair.split("=")[0].replaceAll("+", " "))) : [];
  const odd = keys.filter((key) => !/^[A-Za-z0-9_]+(\[[A-Za-z0-9_\-. ]*\])*$/.test(key)).map((key) => `odd key ${key}`);
  const data = qs.parse(body, { depth: 20, arrayLimit: 1000, parameterLimit: 10_000 });
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(schema));
  const valid = compiled.get(schema);
  valid(data);
  return [...odd, ...(valid.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const requests = JSON.parse(readFileSync(0, "utf8"));
  const wrong = requests.flatMap(({ method, path, body }) => check(method, path, body).map((problem) => `${method} ${path}: ${problem}`));
  console.log(wrong.length ? wrong.join("\n") : `${requests.length} are right`);
  process.exitCode = wrong.length ? 1 : 0;
}
