// Stripe's errors, as its API answers them.

export class StripeError extends Error {
  constructor(status, type, { code, message, param, decline_code: declineCode } = {}) {
    super(message ?? code ?? type);
    this.status = status;
    this.body = { error: { type, ...(code && { code }), message: this.message, ...(param && { param }), ...(declineCode && { decline_code: declineCode }) } };
  }
}

export const invalid = (message, param, code = "parameter_invalid") => new StripeError(400, "invalid_request_error", { code, message, param });
export const missing = (what, id) => new StripeError(404, "invalid_request_error", { code: "resource_missing", message: `No such ${what}: '${id}'`, param: "id" });
