// The hosted page on which the customer pays. It says on every screen that it is a simulation.

const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
const words = {
  id: { lang: "id", title: "Simulasi Stripe", note: "Halaman simulasi: tidak ada kartu yang ditagih dan tidak ada uang yang berpindah.", order: "Pesanan", card: "Nomor kartu", pay: "Bayar", bank: "Bayar lewat transfer bank yang memakan waktu", back: "Kembali ke toko", declined: "Kartu ditolak:", over: "Halaman pembayaran ini sudah berakhir.", hint: "4242… diterima, 4000 0000 0000 0002 ditolak, 4000 0000 0000 9995 saldo kurang" },
  en: { lang: "en", title: "Simulated Stripe", note: "A simulated page: no card is charged and no money moves.", order: "Order", card: "Card number", pay: "Pay", bank: "Pay by a bank transfer that takes its time", back: "Back to the shop", declined: "The card was declined:", over: "This payment page is over.", hint: "4242… is accepted, 4000 0000 0000 0002 declined, 4000 0000 0000 9995 has no money" },
};
const amount = ({ amount_total: total, currency }) => `${currency.toUpperCase()} ${(total / 100).toLocaleString("id-ID", { minimumFractionDigits: 2 })}`;

const frame = (text, content) => `<!doctype html>
<html lang="${text.lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text.title}</title>
<link rel="icon" href="data:,">
<style>body{font:16px/1.5 sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}.note{background:#ffe08a;padding:.75rem;border:2px dashed #7a5b00}.error{color:#a00}button,input{font:inherit;padding:.5rem;margin:.25rem 0}ul{padding-left:1rem}</style></head>
<body><p class="note"><strong>${text.title}</strong><br>${text.note}</p>${content}</body></html>`;

export function payPage(session, declined) {
  const text = words[session.locale] ?? words.en;
  const back = session.cancel_url ? `<p><a id="back" href="${escape(session.cancel_url)}">${text.back}</a></p>` : "";
  if (session.status !== "open") return frame(text, `<h1>${text.over}</h1>${back}`);
  const lines = session.hidden.items.map((item) => `<li>${escape(item.quantity)} × ${escape(item.price_data.product_data.name)}<br><small>${escape(item.price_data.product_data.description)}</small></li>`).join("");
  return frame(text, `<h1>${text.order} ${escape(session.metadata.order_number)}</h1><ul>${lines}</ul><p><strong id="amount">${escape(amount(session))}</strong></p>
${declined ? `<p class="error" role="alert">${text.declined} ${escape(declined)}</p>` : ""}
<form method="post"><label for="card">${text.card}</label><br><input id="card" name="card" value="4242 4242 4242 4242" inputmode="numeric" autocomplete="off"><br><small>${text.hint}</small><br>
<button id="pay" name="method" value="card">${text.pay}</button> <button id="bank" name="method" value="bank">${text.bank}</button></form>${back}`);
}

/** {status, headers, body} for GET and POST of /c/pay/{id}. */
export function answerPage(account, method, id, body) {
  const html = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  const session = account.sessions.get(id);
  if (!session) return { status: 404, headers: html, body: frame(words.en, "<h1>404</h1>") };
  account.passTime(session);
  if (method !== "POST" || session.status !== "open") return { status: 200, headers: html, body: payPage(session) };
  const form = new URLSearchParams(body);
  const result = account.pay(id, { card: form.get("card") ?? "", method: form.get("method") ?? "card" });
  if (result.declined) return { status: 402, headers: html, body: payPage(session, result.declined) };
  return { status: 303, headers: { Location: session.success_url.replace("{CHECKOUT_SESSION_ID}", session.id) }, body: "" };
}
