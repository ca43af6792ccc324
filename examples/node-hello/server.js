const http = require("node:http");

const version = process.env.VERSION || "development";
if (process.argv.includes("--version")) {
  console.log(version);
  process.exit(0);
}

const server = http.createServer((request, response) => {
  response.setHeader("content-type", "text/plain");
  response.end(`Hello from node-hello ${version}, as ${process.getuid()}.\n`);
});
server.listen(Number(process.env.PORT || 8080), () => {
  console.log(`listening on ${server.address().port}`);
});
process.on("SIGTERM", () => server.close());
