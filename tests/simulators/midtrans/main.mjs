// `node tests/simulators/midtrans/main.mjs --port 8090 --notify http://127.0.0.1:5000/webhooks/midtrans --server-key SB-Mid-server-x`
import { run } from "./server.mjs";

await run(process.argv.slice(2));
