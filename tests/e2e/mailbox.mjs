// The mail server of a test shop: a real one (tests/integration/smtp_sink.py), which keeps everybody's mails in a file.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./packages.mjs";

const startTimeMaxMs = 20_000;
const mailTimeMaxMs = 30_000;
const python = process.env.HURTROCK_PYTHON ?? "/usr/bin/python3";

/** Starts it; answers its address and how to stop it. Each mail becomes a line of JSON in `file`. */
export async function startMailServer(file) {
  const child = spawn(python, [path.join(root, "tests/integration/smtp_sink.py")], { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
  const lines = createInterface({ input: child.stdout });
  const [url] = await Promise.race([once(lines, "line"), sleep(startTimeMaxMs, null, { ref: false }).then(() => { throw new Error("no mail server within 20 s"); })]);
  const kept = createWriteStream(file);
  lines.on("line", (line) => kept.write(`${line}\n`));
  return { url, stop: () => child.stdin.end() };
}

/** What arrived for one address. */
export class Mailbox {
  constructor(shop, address) {
    this.file = shop.mailPath;
    this.address = address;
  }

  async all() {
    const text = await readFile(this.file, "utf8");
    // A line that is being written is complete at the next look.
    const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line)).filter((mail) => mail.to.includes(this.address));
  }

  /** The one mail whose subject ends so, with the order's number for #; waits for it. Its text and its HTML both say the rest. */
  async find(number, subject, ...rest) {
    const end = subject.replace("#", number);
    for (const deadline = Date.now() + mailTimeMaxMs; ; await sleep(200)) {
      const found = (await this.all()).filter((mail) => mail.subject.endsWith(end));
      if (found.length === 1) return this.check(found[0], rest);
      if (found.length > 1) throw new Error(`${found.length} mails "${end}" to ${this.address}`);
      if (Date.now() > deadline) throw new Error(`no mail "${end}" to ${this.address}; there are: ${(await this.all()).map((mail) => mail.subject).join(" | ")}`);
    }
  }

  /** The newest mail whose subject or text holds `part`; waits for it. */
  async about(part) {
    for (const deadline = Date.now() + mailTimeMaxMs; ; await sleep(200)) {
      const found = (await this.all()).findLast(({ subject, text }) => `${subject}\n${text}`.includes(part));
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`no mail with ${part} to ${this.address}; there are: ${(await this.all()).map((mail) => mail.subject).join(" | ")}`);
    }
  }

  check(mail, words) {
    for (const text of [mail.text, mail.html]) {
      for (const word of words) if (!text.includes(word)) throw new Error(`"${mail.subject}" lacks ${word}:\n${text}`);
      if (/\{\{|\{%|%\(/.test(text)) throw new Error(`a template shows through in "${mail.subject}":\n${text}`);
    }
    return mail;
  }
}
