// Runs a command with the gateways simulated: `node start.mjs --shop http://localhost:5000 -- COMMAND…`. Each folder here with a server.mjs is
// one gateway; one whose keys the environment has already is left alone, so that a real account can be tried instead.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const startTimeMaxMs = 10_000;

/** Answers what the simulator said of itself, and its process. */
export async function startOne(name, shop) {
  const child = spawn(process.execPath, [path.join(here, name, "server.mjs"), "--shop", shop], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, "line", { signal: AbortSignal.timeout(startTimeMaxMs) }), once(child, "exit").then(() => Promise.reject(new Error(`the simulator of ${name} ended`)))]);
  return { ...JSON.parse(line), child };
}

const names = () => readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(path.join(here, entry.name, "server.mjs"))).map((entry) => entry.name);
const hasKeys = (name) => Boolean(process.env[`${name.toUpperCase()}_SECRET_KEY`] ?? process.env[`${name.toUpperCase()}_SERVER_KEY`]);

/** Every gateway that is simulated, for a shop at that address. */
export const startAll = (shop, wanted = names()) => Promise.all(wanted.map((name) => startOne(name, shop)));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const split = process.argv.indexOf("--");
  const options = process.argv.slice(2, split);
  const [command, ...words] = process.argv.slice(split + 1);
  const simulators = await startAll(options[options.indexOf("--shop") + 1], names().filter((name) => !hasKeys(name)));
  for (const one of simulators) console.error(`simulated   ${one.simulator} at ${one.url} (no money moves)`);
  const environment = Object.assign({ ...process.env }, ...simulators.map((one) => one.environment));
  const running = spawn(command, words, { stdio: "inherit", env: environment });
  // In a terminal Ctrl+C reaches the command by itself.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => (signal === "SIGINT" && process.stdin.isTTY ? undefined : running.kill(signal)));
  const [code] = await Promise.race([once(running, "exit"), once(running, "error").then(([error]) => { console.error(error.message); return [127]; })]);
  for (const one of simulators) one.child.kill("SIGTERM");
  process.exitCode = code ?? 1;
}
