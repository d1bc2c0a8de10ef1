// Serves the shop on this computer: node serve.mjs [port]
import { createServer } from "node:http";
import { answer } from "./files.mjs";

const port = Number(process.argv[2] ?? 8087);
createServer((request, response) => {
  const { status, type, body } = answer(new URL(request.url, "http://shop").pathname);
  response.writeHead(status, { "content-type": type });
  response.end(body);
}).listen(port, "127.0.0.1", () => console.log(`The shop is open at http://127.0.0.1:${port}`));
