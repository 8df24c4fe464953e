// What a first visit loads, compressed: the entry with all that it imports, one catalogue of texts
// and the page. Fails over budget, and if index.html holds anything that the policy forbids.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const SCRIPT_KB = 180;
const STYLE_KB = 20;
const REQUESTS = 15;
const page = /assets\/((?:page-[\w-]+|gate))-[\w-]{8}\.js$/;

const dist = new URL("../dist/", import.meta.url);
const read = (path) => readFileSync(new URL(path, dist));
const names = readdirSync(new URL("assets/", dist)).map((name) => `assets/${name}`);
const html = read("index.html").toString();
const faults = [];

if (/<style|\sstyle=|\son\w+=/.test(html) || /<script(?![^>]*\ssrc=)/.test(html)) {
  faults.push("index.html holds an inline script or style");
}

const kb = (bytes) => bytes / 1000;
const packed = (path) => gzipSync(read(path), { level: 9 }).length;

/** The file and everything that it imports at once; import() is left out. */
function withImports(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  const text = read(path).toString();
  for (const [, name] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
    withImports(`assets/${name}`, found);
  }
  return found;
}

const entry = /<script[^>]+src="\/(assets\/[^"]+\.js)"/.exec(html)?.[1];
const styles = [...html.matchAll(/href="\/(assets\/[^"]+\.css)"/g)].map(([, path]) => path);
const named = (name) => names.find((path) => new RegExp(`/${name}-[\\w-]{8}\\.js$`).test(path));
// The Chinese texts are the larger ones. The first pages need one catalogue, all others both.
const shell = withImports(named("zh"), withImports(entry));
const FIRST_PAGES = ["overview", "checks"];

for (const chunk of names.filter((name) => page.test(name))) {
  const name = page.exec(chunk)[1].replace("page-", "");
  const files = withImports(chunk, new Set(shell));
  if (!FIRST_PAGES.includes(name)) files.add(named("more"));
  const script = kb([...files].reduce((sum, file) => sum + packed(file), 0));
  const style = kb(styles.reduce((sum, file) => sum + packed(file), 0));
  const requests = 1 + files.size + styles.length + 1;
  console.log(
    `${name.padEnd(14)} ${script.toFixed(1)} kB script, ${style.toFixed(1)} kB style, ${requests} requests`,
  );
  if (script > SCRIPT_KB) faults.push(`${name}: more than ${SCRIPT_KB} kB of script`);
  if (style > STYLE_KB) faults.push(`${name}: more than ${STYLE_KB} kB of style`);
  if (requests > REQUESTS) faults.push(`${name}: more than ${REQUESTS} requests`);
}

for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
