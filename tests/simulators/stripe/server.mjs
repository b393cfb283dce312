// Stripe, simulated: `node server.mjs [--port N] [--shop URL] [--key sk_test_…] [--webhook-secret whsec_…]`. Loopback only. When it listens
// it prints one line of JSON: {simulator, url, environment}. It ends on SIGTERM and when its standard input closes.
import http from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Account } from "./account.mjs";
import { Api, answerHeaders } from "./api.mjs";
import { control } from "./control.mjs";
import { StripeError } from "./errors.mjs";
import { answerPage } from "./page.mjs";

const bodyBytesMax = 1 << 20;
const json = { "Content-Type": "application/json" };

async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyBytesMax) throw new StripeError(413, "invalid_request_error", { message: "Too much." });
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

async function answer(account, api, request) {
  const { pathname, search } = new URL(request.url, account.url);
  const body = await read(request);
  if (pathname.startsWith("/_control/")) return { status: 200, headers: json, body: JSON.stringify((await control(account, request.method, pathname.slice(10), body)) ?? {}) };
  if (pathname.startsWith("/c/pay/")) return answerPage(account, request.method, pathname.slice(7), body);
  const made = await api.answer({ method: request.method, path: pathname, query: search.slice(1), headers: request.headers, body });
  return made.lost ? made : { status: made.status, headers: answerHeaders(made), body: JSON.stringify(made.body, null, 2) };
}

/** Answers {url, account, close}. */
export async function startSimulator({ port = 0, shop = "", key = "sk_test_simulated", webhookSecret = "whsec_simulated" } = {}) {
  const server = http.createServer(async (request, response) => {
    try {
      const made = await answer(account, api, request);
      if (made.lost) return void request.socket.destroy();
      response.writeHead(made.status, made.headers).end(made.body);
    } catch (error) {
      if (!(error instanceof StripeError)) console.error(error);
      response.writeHead(error.status ?? 500, json).end(JSON.stringify(error.body ?? { error: { type: "api_error", message: String(error.message) } }));
    }
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  const account = new Account({ url: `http://127.0.0.1:${server.address().port}`, key, webhookSecret, shop });
  const api = new Api(account);
  return {
    url: account.url, account, environment: { STRIPE_API_BASE: account.url, STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret },
    close() {
      account.reset();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "0" }, shop: { type: "string", default: "" }, key: { type: "string" }, "webhook-secret": { type: "string" } } });
  const simulator = await startSimulator({ port: Number(values.port), shop: values.shop, ...(values.key && { key: values.key }), ...(values["webhook-secret"] && { webhookSecret: values["webhook-secret"] }) });
  console.log(JSON.stringify({ simulator: "stripe", url: simulator.url, environment: simulator.environment }));
  const end = () => simulator.close().then(() => process.exit(0));
  process.on("SIGTERM", end).on("SIGINT", end);
  process.stdin.on("end", end).on("error", end).resume();
}
