// The API of https://api.stripe.com, as far as a shop uses it.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { apiVersion } from "./account.mjs";
import { invalid, StripeError } from "./errors.mjs";
import { decodeForm, problemsOf } from "./form.mjs";

const description = JSON.parse(readFileSync(new URL("openapi.json", import.meta.url)));
const formType = "application/x-www-form-urlencoded";
const listMax = 100;

const list = (url, items) => ({ object: "list", url, has_more: false, data: items });

/** Newest first, in pages. */
function page(url, items, query) {
  const newest = [...items].reverse();
  const after = query.starting_after ? newest.findIndex((item) => item.id === query.starting_after) + 1 : 0;
  const limit = Math.min(Number(query.limit ?? 10), listMax);
  return { ...list(url, newest.slice(after, after + limit)), has_more: newest.length > after + limit };
}

const createRoutes = (account) => {
  const all = (kind) => [...account[kind].values()];
  const of = (kind, field, value) => all(kind).filter((object) => value === undefined || object[field] === value);
  const look = (kind, id) => {
    const found = account.find(kind, id);
    if (kind === "sessions") account.passTime(found);
    return found;
  };
  return [
    ["POST", "/v1/checkout/sessions", ({ form }) => account.createSession(form)],
    ["GET", "/v1/checkout/sessions", ({ query, path }) => page(path, of("sessions", "payment_intent", query.payment_intent), query)],
    ["GET", "/v1/checkout/sessions/{id}", ({ id }) => look("sessions", id)],
    ["GET", "/v1/checkout/sessions/{id}/line_items", ({ id, path }) => list(path, look("sessions", id).hidden.items)],
    ["POST", "/v1/checkout/sessions/{id}/expire", ({ id }) => account.expireSession(id)],
    ["GET", "/v1/payment_intents", ({ query, path }) => page(path, all("intents"), query)],
    ["GET", "/v1/payment_intents/{id}", ({ id }) => look("intents", id)],
    ["GET", "/v1/charges", ({ query, path }) => page(path, of("charges", "payment_intent", query.payment_intent), query)],
    ["GET", "/v1/charges/{id}", ({ id }) => look("charges", id)],
    ["POST", "/v1/refunds", ({ form }) => account.createRefund(form)],
    ["GET", "/v1/refunds", ({ query, path }) => page(path, of("refunds", "payment_intent", query.payment_intent), query)],
    ["GET", "/v1/refunds/{id}", ({ id }) => look("refunds", id)],
    ["GET", "/v1/disputes", ({ query, path }) => page(path, of("disputes", "payment_intent", query.payment_intent), query)],
    ["GET", "/v1/disputes/{id}", ({ id }) => look("disputes", id)],
    ["GET", "/v1/events", ({ query, path }) => page(path, of("events", "type", query.type), query)],
    ["GET", "/v1/events/{id}", ({ id }) => look("events", id)],
    ["GET", "/v1/webhook_endpoints", ({ path }) => list(path, account.endpoint.url ? [{ ...account.endpoint, secrets: undefined }] : [])],
    ["GET", "/v1/balance", () => ({ object: "balance", available: [{ amount: 0, currency: "idr" }], pending: [], livemode: account.switches.livemode })],
  ].map(([method, pattern, answer]) => ({ method, pattern, answer, expression: new RegExp(`^${pattern.replace("{id}", "([^/]+)")}$`) }));
};

export class Api {
  #held = new Map([["payment_intent", "intents"], ["latest_charge", "charges"], ["charge", "charges"]]);

  constructor(account) {
    this.account = account;
    this.routes = createRoutes(account);
  }

  /** Answers {status, body, replayed, lost, requestId}; `lost`: acted on, and the connection is to be cut. */
  async answer({ method, path, query, headers, body }) {
    const { account } = this;
    const requestId = account.id("req");
    const noted = { method, path, body, query, idempotency_key: headers["idempotency-key"] ?? null, version: headers["stripe-version"] ?? null, status: 0 };
    account.requests.push(noted);
    const { api } = account.switches;
    if (api.slow_ms > 0) await sleep(api.slow_ms);
    if (api.refuse) return { lost: true };
    const made = await this.#guarded(() => this.#act({ method, path, query, headers, body }));
    noted.status = made.status;
    if (method === "POST" && api.lose_answers > 0) {
      api.lose_answers -= 1;
      return { lost: true };
    }
    return { ...made, requestId };
  }

  async #guarded(act) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      return { status: error.status, body: error.body };
    }
  }

  async #act(request) {
    const { method, path, headers, body } = request;
    this.#checkKey(headers.authorization ?? "");
    this.#breakIfAsked(false);
    const route = this.routes.find((one) => one.method === method && one.expression.test(path));
    if (!route) throw new StripeError(404, "invalid_request_error", { message: `Unrecognized request URL (${method}: ${path}).` });
    if (body && !(headers["content-type"] ?? "").startsWith(formType)) throw invalid("Invalid content type; this API takes forms.");
    const form = decodeForm(body);
    const schema = description.paths[route.pattern]?.[method.toLowerCase()]?.requestBody?.content[formType]?.schema;
    const [problem] = schema ? problemsOf(schema, form, "") : [];
    if (problem) throw invalid(problem.code === "parameter_unknown" ? `Received unknown parameter: ${problem.param}` : `Invalid ${problem.param}`, problem.param, problem.code);
    const query = decodeForm(request.query);
    const id = decodeURIComponent(route.expression.exec(path)[1] ?? "");
    const execute = () => this.#guarded(() => {
      this.#breakIfAsked(true);
      const object = route.answer({ path, form, query, id });
      return { status: 200, body: this.#expanded(object, form.expand ?? query.expand ?? []) };
    });
    if (method !== "POST") return execute();
    const made = await this.account.idempotency.run(headers["idempotency-key"], `${method} ${path} ${body}`, async () => {
      const answer = await execute();
      // Refused before anything was executed: not stored.
      if (answer.status >= 400 && answer.status < 500) throw Object.assign(new StripeError(answer.status, ""), { body: answer.body });
      return answer;
    });
    return made;
  }

  #checkKey(authorization) {
    const basic = /^Basic (.+)$/.exec(authorization);
    const key = basic ? Buffer.from(basic[1], "base64").toString().split(":")[0] : authorization.replace(/^Bearer /, "");
    if (key === this.account.key) return;
    throw new StripeError(401, "invalid_request_error", { message: key ? `Invalid API Key provided: ${key.slice(0, 8)}***` : "You did not provide an API key." });
  }

  #breakIfAsked(executing) {
    const { api } = this.account.switches;
    if (api.status === 0 || api.times === 0 || api.stored !== executing) return;
    if (api.times > 0) api.times -= 1;
    throw new StripeError(api.status, api.status === 429 ? "invalid_request_error" : "api_error", { message: "The simulator was asked to fail." });
  }

  #expanded(object, paths) {
    const copy = structuredClone(object);
    for (const path of paths) this.#expand(copy, path.split("."));
    return copy;
  }

  #expand(object, [field, ...rest]) {
    if (Array.isArray(object?.[field])) {
      for (const item of object[field]) this.#expand(item, rest);
      return;
    }
    const kind = this.#held.get(field);
    if (!object || !(field in object) || !kind) throw invalid(`This property cannot be expanded (${field}).`, "expand");
    if (typeof object[field] === "string") object[field] = structuredClone(this.account[kind].get(object[field]) ?? null);
    if (rest.length > 0 && object[field]) this.#expand(object[field], rest);
  }
}

export const answerHeaders = ({ requestId, replayed }) => ({
  "Content-Type": "application/json", "Request-Id": requestId, "Stripe-Version": apiVersion, ...(replayed && { "Idempotent-Replayed": "true" }),
});
