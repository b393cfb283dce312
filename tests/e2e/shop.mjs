// A running shop for browser tests: the real program, its own private PostgreSQL, the demo, a free port, a folder of its own.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdtemp, open, readFile, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { startAll } from "../simulators/start.mjs";
import { startMailServer } from "./mailbox.mjs";
import { build, root } from "./packages.mjs";

const startTimeMaxMs = 400_000;
const stopTimeMaxMs = 60_000;
const commandTimeMaxMs = 60_000;
const environmentName = "HURTROCK_E2E_SHOP";

const adminEmail = "owner@example.com";
const adminPassword = "kunci-uji-8-lapis";
/** Where the shop writes to its owner. */
const ownerMailbox = "pemilik@example.com";
const customerEmail = "pelanggan@example.com";
const customerPassword = "senar-uji-9-gauge";

export async function freePort() {
  const probe = net.createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** `hurtrock serve --demo` with its own data folder. */
export class Shop {
  static async start() {
    const shop = new Shop();
    // Under /tmp and world-traversable: PostgreSQL runs as its own user when the tests run as root.
    shop.folder = await mkdtemp(path.join(os.tmpdir(), "hurtrock-e2e-"));
    await chmod(shop.folder, 0o755);
    await cp(path.join(root, "config"), path.join(shop.folder, "config"), { recursive: true });
    shop.port = await freePort();
    shop.url = `http://localhost:${shop.port}`; // as the shop calls itself, in its mails too;
    shop.environment = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => name === "HURTROCK_DEMO_DIR" || !/^(HURTROCK_|DATABASE_URL$|NODE_)/.test(name))),
      HURTROCK_DATA_DIR: path.join(shop.folder, "data"),
      HURTROCK_CONFIG_DIR: path.join(shop.folder, "config"),
      HURTROCK_PORT: String(shop.port),
    };
    try {
      shop.gateways = await startAll(`http://127.0.0.1:${shop.port}`);
      for (const gateway of shop.gateways) Object.assign(shop.environment, gateway.environment);
      shop.mailServer = await startMailServer(shop.mailPath);
      shop.environment.HURTROCK_SMTP_URL = shop.mailServer.url;
      await shop.serve();
      await shop.run("settings", "store", "email", ownerMailbox);
      await shop.run("user", "create", "--email", adminEmail, "--password", adminPassword, "--role", "admin", "--name", "Owner");
      await shop.run("user", "create", "--email", customerEmail, "--password", customerPassword, "--role", "customer", "--name", "Rangga Wirasena");
    } catch (error) {
      await shop.remove();
      throw error;
    }
    return shop;
  }

  async serve() {
    const log = await open(this.logPath, "a");
    this.process = spawn(path.join(build, "hurtrock"), ["serve", "--demo"], { env: this.environment, stdio: ["ignore", log.fd, log.fd], detached: true });
    this.ended = once(this.process, "exit");
    await log.close();
    const deadline = Date.now() + startTimeMaxMs;
    while (!(await this.isReady())) {
      if (this.process.exitCode !== null) throw new Error(`the shop ended with ${this.process.exitCode}:\n${await this.logEnd()}`);
      if (Date.now() > deadline) throw new Error(`the shop was not ready after ${startTimeMaxMs / 1000} s:\n${await this.logEnd()}`);
      await sleep(200);
    }
  }

  async isReady() {
    try {
      return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) })).status === 200;
    } catch {
      return false;
    }
  }

  run(...words) {
    return promisify(execFile)(path.join(build, "hurtrock"), words, { env: this.environment, timeout: commandTimeMaxMs });
  }

  async stop() {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode) return;
    this.process.kill("SIGTERM");
    const stopped = await Promise.race([this.ended.then(() => true), sleep(stopTimeMaxMs, false, { ref: false })]);
    if (stopped) return;
    process.kill(-this.process.pid, "SIGKILL");
    throw new Error(`the shop did not stop within ${stopTimeMaxMs / 1000} s:\n${await this.logEnd()}`);
  }

  async remove() {
    try {
      await this.stop();
    } finally {
      for (const gateway of this.gateways ?? []) gateway.child.kill("SIGTERM");
      this.mailServer?.stop();
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  get mailPath() { return path.join(this.folder, "mails.jsonl"); }
  get logPath() { return path.join(this.folder, "serve.log"); }
  async logEnd() { return (await readFile(this.logPath, "utf8")).slice(-4000); }
  get description() { return { url: this.url, adminEmail, adminPassword, customerEmail, customerPassword, ownerMailbox, logPath: this.logPath, mailPath: this.mailPath, gateways: Object.fromEntries(this.gateways.map(({ simulator, url }) => [simulator, url])) }; }
}

/** What run.mjs passes on, so that all test files share one shop. */
export const shopEnvironment = (shop) => ({ [environmentName]: JSON.stringify(shop.description) });

/** The shop of this test file: the shared one, or one of its own that goes after the tests. */
export async function useShop() {
  const given = process.env[environmentName];
  if (given) return JSON.parse(given);
  const own = await Shop.start();
  after(() => own.remove());
  return own.description;
}
