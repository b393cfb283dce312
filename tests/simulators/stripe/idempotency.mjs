// "Idempotent requests": the first answer under a key is stored, failures of the server too, once the request was executed;
// what was refused before that is not. The same key for another request is an error, and so is a key still at work.
import { createHash } from "node:crypto";
import { StripeError } from "./errors.mjs";

export class IdempotencyStore {
  #kept = new Map();

  /** Runs `execute` once for the key; answers {status, body, replayed}. */
  async run(key, request, execute) {
    if (!key) return execute();
    const print = createHash("sha256").update(request).digest("hex");
    const known = this.#kept.get(key);
    if (known && known.print !== print)
      throw new StripeError(400, "idempotency_error", { message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.` });
    if (known && !known.answer)
      throw new StripeError(409, "invalid_request_error", { code: "idempotency_key_in_use", message: "There is currently another in-progress request using this Idempotent Key." });
    if (known) return { ...known.answer, replayed: true };
    const row = { print, answer: null };
    this.#kept.set(key, row);
    try {
      row.answer = await execute();
      return row.answer;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  forget() { this.#kept.clear(); }
}
