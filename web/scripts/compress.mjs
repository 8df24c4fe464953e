// Puts a .gz and a .br form beside every file of dist that gets at least a tenth smaller, for the
// server to send as it is.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const COMPRESSIBLE = new Set([".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest"]);

function filesIn(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

function keep(path, packed, plain) {
  if (packed.length < plain.length * 0.9) writeFileSync(path, packed);
}

for (const path of filesIn("dist")) {
  if (!COMPRESSIBLE.has(extname(path))) continue;
  const plain = readFileSync(path);
  keep(`${path}.gz`, gzipSync(plain, { level: 9 }), plain);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  keep(`${path}.br`, brotliCompressSync(plain, { params: quality }), plain);
}
