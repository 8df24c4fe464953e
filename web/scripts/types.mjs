// Writes src/api/schema.ts from the server's OpenAPI document: one line per call of the native API,
// keyed by "METHOD /path". `--check` writes nothing and fails if the file is not up to date.
import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("../../docs/reference/openapi.json", import.meta.url);
const target = new URL("../src/api/schema.ts", import.meta.url);
const methods = ["get", "post", "put", "patch", "delete"];

function typeOf(schema, depth) {
  if (!schema || schema === true) return "unknown";
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return either.map((part) => typeOf(part, depth)).join(" | ");
  const kinds = [schema.type ?? "unknown"].flat();
  return kinds.map((kind) => kindOf(kind, schema, depth)).join(" | ");
}

function kindOf(kind, schema, depth) {
  switch (kind) {
    case "string":
    case "boolean":
    case "null":
      return kind;
    case "integer":
    case "number":
      return "number";
    case "array": {
      const item = typeOf(schema.items, depth);
      return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
    }
    case "object":
      return objectOf(schema, depth);
    default:
      return "unknown";
  }
}

function objectOf(schema, depth) {
  const members = Object.entries(schema.properties ?? {});
  if (members.length === 0) return `Record<string, ${typeOf(schema.additionalProperties, depth)}>`;
  const required = new Set(schema.required ?? []);
  const pad = "  ".repeat(depth + 1);
  const lines = members.map(([name, member]) => {
    const optional = required.has(name) ? "" : "?";
    return `${pad}${name}${optional}: ${typeOf(member, depth + 1)};`;
  });
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
}

const bodyOf = (content) => content?.["application/json"]?.schema;

function callOf(method, path, operation) {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  const replies = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
  const reply = replies.map(([, response]) => bodyOf(response.content)).find(Boolean);
  const request = bodyOf(operation.requestBody?.content);
  const lines = [`  "${method.toUpperCase()} ${path}": {`];
  if (query.length > 0) {
    const names = query.map((parameter) => `${parameter.name}?: string | number | boolean`);
    lines.push(`    query: { ${names.join("; ")} };`);
  }
  if (request) lines.push(`    body: ${typeOf(request, 2)};`);
  lines.push(`    reply: ${reply ? typeOf(reply, 2) : "undefined"};`, "  };");
  return lines.join("\n");
}

const document = JSON.parse(readFileSync(source, "utf8"));
const calls = Object.entries(document.paths)
  .filter(([path]) => path.startsWith("/v1/") && path !== "/v1/openapi.json")
  .flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => callOf(method, path, item[method])),
  );
const text = [
  "// Written by `npm run types` from docs/reference/openapi.json. Do not edit.",
  "",
  "export interface Schema {",
  ...calls,
  "}",
  "",
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/api/schema.ts differs from the OpenAPI document: run `npm run types`");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
  console.log(`${calls.length} calls`);
}
