// snap.js, simulated: window.snap of the real one (documentation, "Snap JS"), as far as a window goes. The hosted page in a frame over the
// shop's page; frame.js in there says when the customer is done or closes it.
(() => {
  const tag = document.currentScript;
  const base = new URL("/", tag.src).origin;
  let frame;
  let told;

  function hide() {
    frame?.remove();
    frame = undefined;
  }

  function pay(token, options = {}) {
    if (!tag.dataset.clientKey) throw new Error("snap.js: data-client-key is missing");
    if (frame) throw new Error("snap.pay is not allowed to be called in this state. Invalid state transition from PopupInView to PopupInView");
    told = options;
    frame = document.createElement("iframe");
    frame.id = "snap-midtrans";
    frame.name = `popup_${Date.now()}`;
    frame.title = "Midtrans";
    frame.src = `${base}/snap/v4/redirection/${encodeURIComponent(token)}`;
    frame.style.cssText = "display: block; position: fixed; inset: 0; width: 100%; height: 100%; border: 0; z-index: 999999; color-scheme: light";
    document.body.append(frame);
    frame.focus();
  }

  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== base) return;
    const { closed, result } = event.data;
    hide();
    if (closed) return told.onClose?.();
    const paid = ["settlement", "capture"].includes(result.transaction_status);
    if (paid) return told.onSuccess?.(result);
    return result.transaction_status === "pending" ? told.onPending?.(result) : told.onError?.(result);
  });

  window.snap = { pay, hide, show: () => {} };
})();
