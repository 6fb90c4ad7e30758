/**
 * What the product's sources may hold in named places only: actions that close over values (K-5), SQL made of text
 * (W-7), and connections that the product opens (W-14).
 */
import { type Node, parseSync } from "oxc-parser";
import { nodesIn } from "./read-imports";

type Hazard = "closure" | "raw SQL" | "connection";

export interface Found {
  hazard: Hazard;
  path: string;
  line: number;
}

const written = /use server|\.bind\(|\.raw\(|\.identifier\(|\.as\(|\.query\(|\bfetch\(|WebSocket/;
const networking = /^node:(?:http|https|http2|net|tls|dgram)$/;
/** What those modules can do without opening a connection. */
const passive = new Set([
  "createServer",
  "createSecureServer",
  "createSecureContext",
  "isIP",
  "isIPv4",
  "isIPv6",
]);

/** The file `actions.ts` of a page, whose first words are "use server", is where actions belong: nothing is around it. */
export function findHazards(path: string, source: string): Found[] {
  const { program, module } = parseSync(path, source);
  const found: Found[] = [];
  const add = (hazard: Hazard, { start }: { start: number }) =>
    found.push({ hazard, path, line: source.slice(0, start).split("\n").length });
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const opens = entries.some(
      ({ importName, isType }) => !isType && !passive.has(importName.name ?? "*"),
    );
    const isType = /^import\s+type\b/.test(source.slice(start));
    if (networking.test(moduleRequest.value) && opens && !isType) add("connection", { start });
  }
  if (!written.test(source)) return found;
  const isForActions = /^app\/.*actions\.ts$/.test(path);
  for (const node of nodesIn(program)) {
    const isTop = isForActions && program.body.some(({ start }) => start === node.start);
    if (isDirective(node) && !isTop) add("closure", node);
    const hazard = hazardOf(node);
    if (hazard) add(hazard, node);
  }
  return found;
}

function isDirective(node: Node): boolean {
  return (
    node.type === "ExpressionStatement" && "directive" in node && node.directive === "use server"
  );
}

function hazardOf(node: Node): Hazard | null {
  if (node.type === "NewExpression")
    return nameOf(node.callee) === "WebSocket" ? "connection" : null;
  if (node.type !== "CallExpression") return null;
  const name = nameOf(node.callee);
  if (name === "fetch") return "connection";
  if (node.callee.type !== "MemberExpression") return null;
  const [first] = node.arguments;
  if (name === "bind") return "closure";
  // A method of our own with that name takes no SQL.
  if (node.callee.object.type === "ThisExpression") return null;
  if (name === "raw" || name === "identifier") return isConstant(first) ? null : "raw SQL";
  if (name === "as") return isConstant(first) ? null : "raw SQL";
  if (name === "query") return isConstant(first) ? null : "raw SQL";
  return null;
}

/** The last name of what is called: "query" of `client.query`. */
function nameOf(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  const isMember = callee.type === "MemberExpression" && callee.property.type === "Identifier";
  return isMember && callee.property.type === "Identifier" ? callee.property.name : "";
}

/** A text, or `{ text: "…" }` as pg takes it, that nothing can be put into. */
function isConstant(node: Node | undefined): boolean {
  if (!node) return true;
  if (node.type === "Literal") return true;
  if (node.type === "TemplateLiteral") return node.expressions.length === 0;
  if (node.type !== "ObjectExpression") return false;
  return node.properties.every(
    (part) =>
      part.type === "Property" &&
      part.key.type === "Identifier" &&
      (part.key.name !== "text" || isConstant(part.value)),
  );
}
