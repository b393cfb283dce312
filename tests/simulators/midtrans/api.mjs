// What merchants call: Snap and the Core API (documentation, "Request Body (JSON Parameter)", "Code 2xx" to "Code 5xx").
import { qrText, statusCode, timeIn, timeText } from "./state.mjs";

const orderIdForm = /^[A-Za-z0-9\-_~.]{1,50}$/;
const minuteMs = 60_000;
const channels = new Set(["credit_card", "gopay", "shopeepay", "other_qris", "qris", "permata_va", "bca_va", "bni_va", "bri_va", "cimb_va", "other_va", "echannel", "indomaret", "alfamart", "akulaku", "kredivo", "bank_transfer", "store"]);
const banks = new Set(["bca", "bni", "bri", "cimb", "permata"]);

/** Everything that Midtrans would refuse, as it says it. */
export function faults(body) {
  const found = [];
  const details = body?.transaction_details ?? {};
  if (!details.order_id) found.push("transaction_details.order_id is required");
  else if (!orderIdForm.test(details.order_id)) found.push("transaction_details.order_id is not valid");
  if (!Number.isInteger(details.gross_amount) || details.gross_amount < 1) found.push("transaction_details.gross_amount is not a number");
  const items = body?.item_details ?? [];
  for (const item of items) {
    if (!Number.isInteger(item.price) || !Number.isInteger(item.quantity) || item.quantity < 1) found.push("item_details price or quantity is not valid");
    if (!item.name || [...item.name].length > 50 || [...(item.id ?? "")].length > 50) found.push("item_details.name is too long");
  }
  if (items.length > 0 && items.reduce((sum, item) => sum + item.price * item.quantity, 0) !== details.gross_amount)
    found.push("transaction_details.gross_amount is not equal to the sum of item_details");
  for (const name of body?.enabled_payments ?? []) if (!channels.has(name)) found.push(`enabled_payments ${name} is not known`);
  for (const address of [body?.customer_details?.billing_address, body?.customer_details?.shipping_address]) {
    if (address?.country_code && address.country_code !== "IDN") found.push("country_code is not valid");
    if ((address?.postal_code ?? "").length > 10) found.push("postal_code is too long");
  }
  if ((body?.customer_details?.phone ?? "").length > 19) found.push("customer_details.phone is too long");
  if (body?.customer_details?.email && !/^[^@\s]+@[^@\s]+$/.test(body.customer_details.email)) found.push("customer_details.email is not valid");
  if (body?.expiry && Number.isNaN(timeIn(body.expiry.start_time))) found.push("expiry.start_time is not valid");
  return found;
}

export class Api {
  constructor({ state, notifications, serverKey, base }) {
    Object.assign(this, { state, notifications, serverKey, base, answers: new Map() });
  }

  authorized(request) {
    return request.headers.authorization === `Basic ${Buffer.from(`${this.serverKey}:`).toString("base64")}`;
  }

  /** {status, body} for a path below /snap/v1 or /v2; undefined for any other. */
  answer(request, path, body) {
    const snap = path.startsWith("/snap/v1/");
    if (!snap && !path.startsWith("/v2/")) return undefined;
    if (!this.authorized(request))
      return snap
        ? { status: 401, body: { error_messages: ["Access denied due to unauthorized transaction, please check client or server key"] } }
        : { status: 401, body: { status_code: "401", status_message: "Unknown Merchant server_key/id", id: "sim" } };
    const notify = request.headers["x-override-notification"];
    if (path === "/snap/v1/transactions" && request.method === "POST") return this.createPage(body, notify);
    const cancelled = /^\/snap\/v1\/transactions\/([\w-]+)\/cancel$/.exec(path);
    if (cancelled) return this.closePage(cancelled[1]);
    if (path === "/v2/charge" && request.method === "POST") return this.once(request.headers["idempotency-key"], () => this.charge(body, notify));
    const [, id, verb] = /^\/v2\/([^/]+)\/(status|cancel|expire|approve|deny|refund|refund\/online\/direct)$/.exec(path) ?? [];
    return id ? this.order(decodeURIComponent(id), verb, body ?? {}) : { status: 404, body: { status_code: "404", status_message: "Not found" } };
  }

  once(key, act) {
    if (!key) return act();
    if (!this.answers.has(key)) this.answers.set(key, act());
    return this.answers.get(key);
  }

  createPage(body, notify) {
    const found = faults(body);
    const order = this.state.orders.get(body?.transaction_details?.order_id);
    if (found.length === 0 && order?.transactions.some((one) => one.transaction_status !== "deny")) found.push("transaction_details.order_id has already been taken");
    if (found.length > 0) return { status: 400, body: { error_messages: found } };
    const token = this.state.openPage(body);
    this.state.tokens.get(token).notify = notify;
    return { status: 201, body: { token, redirect_url: `${this.base()}/snap/v4/redirection/${token}` } };
  }

  closePage(token) {
    const order = this.state.tokens.get(token);
    if (!order) return { status: 404, body: { error_messages: ["token not found"] } };
    if (order.transactions.at(-1)?.transaction_status === "pending") return { status: 400, body: { error_messages: ["Transaction is on progress"] } };
    this.state.closePage(token);
    return { status: 200, body: { canceled_at: new Date().toISOString() } };
  }

  charge(body, notify) {
    const found = faults(body);
    const type = body?.payment_type;
    if (!["bank_transfer", "permata", "echannel", "gopay", "shopeepay", "qris", "cstore"].includes(type)) found.push("payment_type is not valid");
    if (type === "bank_transfer" && !banks.has(body.bank_transfer?.bank)) found.push("bank_transfer.bank is not valid");
    if (found.length > 0) return { status: 200, body: { status_code: "400", status_message: "One or more parameters in the payload is invalid.", validation_messages: found, id: "sim" } };
    const { order_id: id, gross_amount: gross } = body.transaction_details;
    if (this.state.orders.has(id)) return { status: 200, body: { status_code: "406", status_message: "The request could not be completed due to a conflict with the current state of the target resource, please try again", id: "sim" } };
    const order = { id, gross, body, paid: 0, pages: 0, refunds: [], transactions: [], notify };
    this.state.orders.set(id, order);
    const expiry = body.custom_expiry;
    const until = expiry ? timeIn(expiry.order_time) + expiry.expiry_duration * minuteMs : undefined;
    const transaction = this.state.charge(order, type, { bank: body.bank_transfer?.bank, until });
    return { status: 200, body: { ...transaction, status_code: "201", status_message: "Success, transaction is created", ...this.toPay(order, type) } };
  }

  /** Only the answer to a charge tells these. */
  toPay(order, type) {
    if (!["gopay", "qris", "shopeepay"].includes(type)) return {};
    const id = order.transactions.at(-1).transaction_id;
    const actions = [{ name: "generate-qr-code", method: "GET", url: `${this.base()}/v2/${type}/${id}/qr-code` }];
    if (type !== "qris") actions.push({ name: "deeplink-redirect", method: "GET", url: `${this.base()}/wallet/${id}` });
    return { actions, ...(type === "shopeepay" ? {} : { qr_string: qrText(order.id, order.gross) }) };
  }

  order(id, verb, body) {
    const order = this.state.orders.get(id) ?? this.state.byTransaction(id);
    const transaction = order?.transactions.at(-1);
    if (!transaction) return { status: 404, body: { status_code: "404", status_message: "Transaction doesn't exist.", id: "sim" } };
    if (verb === "status") return this.tell(transaction);
    if (verb.startsWith("refund")) return this.refund(order, body);
    const done = verb === "approve" || verb === "deny" ? this.state.judge(order, verb === "approve") : this.state.move(order, verb);
    return done ? this.tell(transaction) : { status: 200, body: { status_code: "412", status_message: "Merchant cannot modify the status of the transaction", id: "sim" } };
  }

  refund(order, body) {
    const made = this.state.refund(order, { key: body.refund_key, amount: body.amount, reason: body.reason });
    if (made.code) return { status: 200, body: { status_code: made.code, status_message: made.message, id: "sim" } };
    return { status: 200, body: { ...this.tell(order.transactions.at(-1)).body, status_code: "200", status_message: "Success, refund request is approved", ...made.refund, transaction_time: timeText(new Date()) } };
  }

  tell(transaction) {
    const body = { ...transaction, status_code: statusCode(transaction), signature_key: "" };
    delete body.taken;
    body.signature_key = this.notifications.sign(body);
    return { status: 200, body };
  }
}
