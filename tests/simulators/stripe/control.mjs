// What a test does on the other side: switches, payments without a browser, the dashboard, and a look at everything. JSON in and out.
import { invalid } from "./errors.mjs";

const merge = (target, changes) => {
  for (const [key, value] of Object.entries(changes)) {
    if (!(key in target)) throw invalid(`There is no switch "${key}".`, key);
    if (typeof target[key] === "object" && !Array.isArray(target[key])) merge(target[key], value);
    else target[key] = value;
  }
  return target;
};

const state = (account) => ({
  ...Object.fromEntries(["sessions", "intents", "charges", "refunds", "disputes", "events"].map((kind) => [kind, [...account[kind].values()]])),
  deliveries: account.webhooks.deliveries, requests: account.requests, switches: account.switches, endpoint: account.endpoint,
});

const routes = (account) => [
  ["GET", /^state$/, () => state(account)],
  ["POST", /^reset$/, () => { account.reset(); return {}; }],
  ["POST", /^switches$/, ({ body }) => merge(account.switches, body)],
  // Secrets: the newest first; all of them sign, as while one is rolled.
  ["POST", /^endpoint$/, ({ body }) => merge(account.endpoint, body)],
  ["POST", /^sessions\/([^/]+)\/pay$/, ({ id, body }) => account.pay(id, body)],
  ["POST", /^sessions\/([^/]+)\/settle$/, ({ id, body }) => account.settle(id, body.outcome)],
  ["POST", /^sessions\/([^/]+)\/expire$/, ({ id }) => account.expireSession(id)],
  ["POST", /^refunds$/, ({ body }) => account.createRefund(Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)])))],
  ["POST", /^refunds\/([^/]+)$/, ({ id, body }) => account.moveRefund(id, body.status)],
  ["POST", /^disputes$/, ({ body }) => account.createDispute(body)],
  ["POST", /^disputes\/([^/]+)$/, ({ id, body }) => account.moveDispute(id, body.status)],
  ["POST", /^events\/([^/]+)\/send$/, async ({ id }) => ({ taken: await account.webhooks.send(account.find("events", id)) })],
  ["POST", /^webhooks\/flush$/, async () => ({ sent: await account.webhooks.flush() })],
];

export async function control(account, method, path, text) {
  const body = text ? JSON.parse(text) : {};
  for (const [wanted, expression, answer] of routes(account)) {
    const found = wanted === method && expression.exec(path);
    if (found) return answer({ id: found[1], body });
  }
  throw invalid(`There is no ${method} /_control/${path}.`);
}
