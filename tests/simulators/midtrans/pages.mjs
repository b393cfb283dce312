// The hosted page where a customer pays; it needs no scripts, but for the cross of a window (frame.js). It says on every page that no money moves.
const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => escapes[letter]);
const rupiah = (units) => `Rp${String(units).replace(/\B(?=(\d{3})+$)/g, ".")}`;

export const ways = [
  { name: "credit_card", title: "Credit card" },
  { name: "bca_va", title: "BCA virtual account", type: "bank_transfer", bank: "bca" },
  { name: "bni_va", title: "BNI virtual account", type: "bank_transfer", bank: "bni" },
  { name: "bri_va", title: "BRI virtual account", type: "bank_transfer", bank: "bri" },
  { name: "permata_va", title: "Permata virtual account", type: "permata" },
  { name: "echannel", title: "Mandiri bill", type: "echannel" },
  { name: "other_qris", title: "QRIS", type: "qris" },
  { name: "gopay", title: "GoPay", type: "gopay" },
  { name: "indomaret", title: "Indomaret", type: "cstore" },
];

function frame(title, content) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Midtrans simulator</title><style>
:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; max-width: 30rem; margin: 0 auto; padding: 1rem }
.mark { background: #ffd43b; color: #1a1a1a; padding: .5rem 1rem; border-radius: .5rem; font-weight: 600 }
button, input { font: inherit; padding: .6rem .8rem; border-radius: .4rem; border: 1px solid #868e96; width: 100%; box-sizing: border-box; margin: .2rem 0 }
code { font-size: 1.3rem; letter-spacing: .06em; word-break: break-all } .bad { color: #c92a2a }
.in-window { color-scheme: light; background: rgb(0 0 0 / .6); height: 100%; display: grid; place-items: center } .in-window body { background: Canvas; border-radius: 1rem; width: min(26rem, 100vw - 2rem); max-height: 92vh; overflow: auto; box-sizing: border-box }
#close { width: 2.75rem; float: right; margin: 0 0 .5rem .5rem; line-height: 1 } .in-window .mark { margin-right: 3.5rem }
</style><script type="module" src="/snap/frame.js"></script></head><body><p class="mark">Simulated Midtrans: no money moves here.</p>${content}</body></html>`;
}

const form = (token, fields, label) =>
  `<form method="post" action="/snap/v4/redirection/${token}">${Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`).join("")}<button type="submit">${escaped(label)}</button></form>`;

export const gone = () => frame("Page expired", "<h1>This page is no longer valid</h1><p>Go back to the shop and begin again.</p>");

export function choose(order, trouble = "") {
  const enabled = order.body.enabled_payments;
  const offered = ways.filter((way) => !enabled || enabled.includes(way.name) || (way.name === "other_qris" && enabled.includes("qris")));
  const items = (order.body.item_details ?? []).map((item) => `<li>${escaped(item.name)} × ${item.quantity}: ${rupiah(item.price * item.quantity)}</li>`).join("");
  return frame("Pay", `<h1>${rupiah(order.gross)}</h1><p>Order ${escaped(order.id)}</p><ul>${items}</ul>${trouble ? `<p class="bad" role="alert">${escaped(trouble)}</p>` : ""}
<h2>Choose how to pay</h2>${offered.map((way) => form(order.token, { way: way.name }, way.title)).join("")}${back(order)}`);
}

export function card(order, trouble = "") {
  return frame("Card", `<h1>${rupiah(order.gross)}</h1>${trouble ? `<p class="bad" role="alert">${escaped(trouble)}</p>` : ""}
<form method="post" action="/snap/v4/redirection/${order.token}"><input type="hidden" name="way" value="credit_card">
<label>Card number <input name="number" inputmode="numeric" autocomplete="off" required></label>
<label>Expiry <input name="expiry" value="12/30"></label><label>CVV <input name="cvv" value="123"></label><button type="submit">Pay now</button></form>
<p>4811 1111 1111 1114 pays, 4911 1111 1111 1113 is declined, 4511 1111 1111 1117 is held for a check.</p>${form(order.token, { way: "" }, "Another way")}`);
}

function codes(transaction, qr) {
  const rows = [];
  for (const account of transaction.va_numbers ?? []) rows.push([`${account.bank.toUpperCase()} virtual account`, account.va_number]);
  if (transaction.permata_va_number) rows.push(["Permata virtual account", transaction.permata_va_number]);
  if (transaction.bill_key) rows.push(["Company code", transaction.biller_code], ["Bill key", transaction.bill_key]);
  if (transaction.payment_code) rows.push(["Payment code", transaction.payment_code]);
  if (qr) rows.push(["QR text", qr]);
  return rows.map(([label, value]) => `<p>${escaped(label)}<br><code>${escaped(value)}</code></p>`).join("");
}

/** What is to be paid, a button that plays the bank, and the way back. */
export function waiting(order, qr) {
  const transaction = order.transactions.at(-1);
  return frame("To pay", `<h1>${rupiah(Number.parseInt(transaction.gross_amount, 10))}</h1>${codes(transaction, qr)}<p>Until ${escaped(transaction.expiry_time ?? "")}</p>
${form(order.token, { act: "pay" }, "Play the bank: pay it")}${form(order.token, { way: "" }, "Another way")}${back(order)}`);
}

export function result(order) {
  const transaction = order.transactions.at(-1);
  return frame("Result", `<h1>${escaped(transaction.transaction_status)}</h1><p>${escaped(transaction.payment_type)}, ${escaped(transaction.fraud_status)}</p>${back(order)}`);
}

export function wallet(order) {
  const transaction = order.transactions.at(-1);
  return frame("Wallet", `<h1>${rupiah(order.gross)}</h1><p>${escaped(transaction.transaction_status)}</p><form method="post"><button type="submit">Pay</button></form>`);
}

function back(order) {
  const finish = order.body.callbacks?.finish;
  if (!finish) return "";
  const transaction = order.transactions.at(-1);
  const query = new URLSearchParams({ order_id: order.id, status_code: transaction ? "200" : "201", transaction_status: transaction?.transaction_status ?? "pending" });
  return `<p><a id="back" href="${escaped(finish + (finish.includes("?") ? "&" : "?") + query)}">Back to the shop</a></p>`;
}
