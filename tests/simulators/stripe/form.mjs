// Stripe's form encoding: "line_items[0][price_data][currency]=idr" and back to an object; and what the description says of it.

const set = (target, keys, value) => {
  const [key, ...rest] = keys;
  if (rest.length === 0) target[key] = value;
  else set((target[key] ??= Object.create(null)), rest, value);
};

/** Objects whose keys are 0, 1, 2 … are lists; "name[]" appends. */
const withLists = (value) => {
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  const made = keys.map((key) => [key, withLists(value[key])]);
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return made.map(([, item]) => item);
  return Object.fromEntries(made);
};

export function decodeForm(text) {
  const fields = Object.create(null);
  let appended = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = [name.split("[")[0], ...[...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1])];
    set(fields, keys.map((key) => (key === "" ? String(appended++) : key)), value);
  }
  return withLists(fields);
}

const fits = (schema, value) => problemsOf(schema, value, "").length === 0;

/** What Stripe would refuse by the description of its API: [{param, code}]. Form values are text. */
export function problemsOf(schema, value, path) {
  if (schema.anyOf) return schema.anyOf.some((one) => fits(one, value)) ? [] : problemsOf(schema.anyOf.at(-1), value, path);
  const wrong = [{ param: path, code: "parameter_invalid" }];
  switch (schema.type) {
    case "integer": return typeof value === "string" && /^-?\d+$/.test(value) ? [] : [{ param: path, code: "parameter_invalid_integer" }];
    case "number": return typeof value === "string" && value !== "" && !Number.isNaN(Number(value)) ? [] : wrong;
    case "boolean": return value === "true" || value === "false" ? [] : wrong;
    case "string": return typeof value === "string" && (!schema.enum || schema.enum.includes(value)) ? [] : wrong;
    case "array": return Array.isArray(value) ? value.flatMap((item, index) => problemsOf(schema.items, item, `${path}[${index}]`)) : wrong;
    case "object": return typeof value === "object" && !Array.isArray(value) ? problemsOfMap(schema, value, path) : wrong;
    default: return [];
  }
}

function problemsOfMap(schema, value, path) {
  const inside = (key) => (path === "" ? key : `${path}[${key}]`);
  const missing = (schema.required ?? []).filter((key) => !(key in value)).map((key) => ({ param: inside(key), code: "parameter_missing" }));
  const found = Object.entries(value).flatMap(([key, item]) => {
    const known = schema.properties?.[key] ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : null);
    return known ? problemsOf(known, item, inside(key)) : [{ param: inside(key), code: "parameter_unknown" }];
  });
  return [...missing, ...found];
}
