// Every kind of page there is, how to get to it, and who sees it: what quality.test.mjs checks and contact_sheet.mjs draws.
import { Visitor } from "./browser.mjs";
import { addToCart, buy, buyer, chooseVariant, guitar } from "./buying.mjs";
import { Owner } from "./owner.mjs";

const acoustic = { path: "/products/gitar-akustik-rimba-pinus-d1", enPath: "/en/products/rimba-pinus-d1-acoustic-guitar" };
const soldOut = { path: "/products/gitar-elektrik-halilintar-guruh-7", enPath: "/en/products/halilintar-guruh-7-string-electric-guitar" };
const same = (path) => ({ id: path, en: path === "/" ? "/en" : `/en${path}` });
const both = ({ path, enPath }) => ({ id: path, en: enPath });

/** name, addresses by locale, who (visitor, buyer, customer), status when it is not 200, `act` to bring the page into its state. */
const shopKinds = (made) => [
  { name: "home", paths: same("/") },
  { name: "list", paths: same("/products") },
  { name: "list-filtered", paths: same("/products?in_stock=1&sort=price&min_price=1000000") },
  { name: "list-page-2", paths: same("/products?page=2") },
  { name: "category", paths: { id: "/categories/gitar-elektrik", en: "/en/categories/electric-guitars" } },
  { name: "search", paths: same("/products?q=braga") },
  { name: "search-nothing", paths: same("/products?q=zzqxv") },
  { name: "product", paths: both(guitar) },
  { name: "product-sold-out", paths: both(soldOut) },
  { name: "cart-empty", paths: same("/cart") },
  { name: "cart-filled", paths: same("/cart"), who: "buyer" },
  { name: "checkout", paths: same("/checkout"), who: "buyer" },
  { name: "checkout-errors", paths: same("/checkout"), who: "buyer", act: refuseCheckout },
  { name: "order", paths: same(made.orderPath), who: "buyer" },
  { name: "order-shipped", paths: same(made.shippedPath), who: "buyer" },
  { name: "order-return", paths: same(`${made.shippedPath}/return`), who: "buyer" },
  { name: "track", paths: same("/track") },
  { name: "login", paths: same("/login") },
  { name: "login-errors", paths: same("/login"), act: refuseLogin },
  { name: "register", paths: same("/register") },
  { name: "register-sent", paths: same("/register/sent") },
  { name: "forgot", paths: same("/forgot") },
  { name: "reset-old", paths: same("/reset?token=old"), status: null },
  { name: "confirm-old", paths: same("/confirm?token=old"), status: null },
  { name: "profile", paths: same("/profile"), who: "customer" },
  { name: "orders", paths: same("/orders"), who: "customer" },
  { name: "store", paths: same("/store") },
  ...made.papers.map((path) => ({ name: path.replace(/^\//, "").replaceAll("/", "-"), paths: same(path) })),
  { name: "error-404", paths: same("/no-such-page"), status: 404 },
];

async function withoutBrowserChecks(visitor, selector) {
  await visitor.page.locator(selector).evaluate((form) => { form.noValidate = true; });
}

async function refuseCheckout(visitor) {
  await withoutBrowserChecks(visitor, "form[data-checkout]");
  await visitor.press(visitor.page.locator("[name=action][value=place]"));
}

async function refuseLogin(visitor) {
  await visitor.page.fill("main [name=email]", "nobody@example.com");
  await visitor.page.fill("main [name=password]", "not the password");
  await visitor.press(visitor.page.locator("main form[action$='/login'] [type=submit]"));
}

/** Links of the shop's own pages of text, from the footer. */
async function papers(visitor) {
  await visitor.open("/");
  const links = await visitor.page.locator(".footer-links a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  return links.filter((href) => href.startsWith("/") && !["/products", "/orders", "/store", "/track"].includes(href));
}

async function logIn(visitor, shop) {
  await visitor.open("/login");
  await visitor.page.fill("main [name=email]", shop.customerEmail);
  await visitor.page.fill("main [name=password]", shop.customerPassword);
  await visitor.press(visitor.page.locator("main form[action$='/login'] [type=submit]"));
}

const withoutId = (path) => path.replace(/\?.*/, "").replace(/\/(?:\d+|[0-9A-Za-z]{16,}|HR-[\w-]+)(?=\/|$)/g, "/ID");

/** Every page of the admin: what the menu leads to, and the first page of each kind those pages lead to. */
async function adminPaths(owner) {
  await owner.open("/admin");
  const kinds = new Map([["/admin", "/admin"]]);
  const waiting = [];
  const note = (href) => {
    const path = href.replace(/#.*/, "");
    const kind = withoutId(path);
    if (!path.startsWith("/admin") || kinds.has(kind)) return;
    kinds.set(kind, path);
    waiting.push(path);
  };
  const read = (selector) => owner.page.locator(selector).evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  (await read(".side a[href]")).forEach(note);
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    const answer = await owner.visitor.open(path);
    if (!answer.headers()["content-type"]?.includes("html")) kinds.delete(withoutId(path));
    else (await read("main a[href]:not([download])")).forEach(note);
  }
  return [...kinds].map(([kind, path]) => ({ name: kind === "/admin" ? "admin" : kind.slice(1).replaceAll("/", "-"), paths: { id: path }, who: "owner" }));
}

/** Makes what the pages need (a filled cart, orders, a signed-in customer and owner) and lists them. */
export async function preparePages(browser, shop) {
  const visitor = await Visitor.arrive(browser, shop.url);
  const customer = await Visitor.arrive(browser, shop.url);
  const owner = await Owner.arrive(browser, shop);
  try {
    const made = { papers: await papers(visitor) };
    const person = buyer(`halaman-${Date.now()}@example.com`);
    const shipped = await buy(visitor, { path: acoustic.path, person });
    await owner.confirmTransfer(shipped.number);
    await owner.ship(shipped.number, "JNE0123456789");
    made.shippedPath = shipped.path;
    made.orderPath = (await buy(visitor, { path: acoustic.path, person })).path;
    await visitor.open(guitar.path);
    await chooseVariant(visitor, 0);
    await addToCart(visitor);
    await logIn(customer, shop);
    await buy(customer, { path: acoustic.path, person: buyer(shop.customerEmail) });
    const admin = await adminPaths(owner);
    const kinds = [...shopKinds(made), { name: "admin-login", paths: { id: "/admin/login" } }, ...admin, { name: "admin-404", paths: { id: "/admin/no-such-page" }, who: "owner", status: 404 }];
    const states = { buyer: await visitor.context.storageState(), customer: await customer.context.storageState(), owner: await owner.visitor.context.storageState() };
    return { kinds, states };
  } finally {
    await Promise.all([visitor, customer, owner.visitor].map((one) => one.context.close()));
  }
}

/** Opens a page of a kind as the one who sees it. The caller closes the visitor. */
export async function openKind(browser, shop, { kinds: _, states }, kind, { locale = "id", ...options } = {}) {
  const visitor = await Visitor.arrive(browser, shop.url, { locale: locale === "en" ? "en-GB" : "id-ID", state: states[kind.who], ...options });
  const answer = await visitor.open(kind.paths[locale]);
  visitor.status = answer.status();
  visitor.html = await answer.text();
  if (kind.act) await kind.act(visitor);
  return visitor;
}

export const localesOf = (kind) => Object.keys(kind.paths);
