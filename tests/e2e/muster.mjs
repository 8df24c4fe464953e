// A real server on a port of its own, and a browser beside it, for the tests of the console.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const require = createRequire(join(root, "web/package.json"));
const { chromium } = require("playwright-core");
export const axeSource = require.resolve("axe-core/axe.min.js");

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

// The program takes what begins with MUSTER_ for its own settings.
function environment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("MUSTER_")),
  );
}

// Started, with the link that it wrote to its log for the first user.
export class Muster {
  static async start(options = []) {
    const muster = new Muster();
    muster.directory = mkdtempSync(join(tmpdir(), "muster-e2e-"));
    const port = await freePort();
    muster.url = `http://127.0.0.1:${port}`;
    muster.process = spawn(
      process.env.MUSTER_BINARY ?? join(root, "build/dev/muster"),
      ["server", "--data-dir", muster.directory, "--listen", `127.0.0.1:${port}`, ...options],
      { stdio: ["ignore", "pipe", "pipe"], env: environment() },
    );
    muster.log = "";
    muster.setUpLink = await new Promise((found, failed) => {
      const take = (bytes) => {
        muster.log += bytes;
        const link = /url=(\S+\/setup\/\S+)/.exec(muster.log);
        if (link) found(link[1]);
      };
      muster.process.stdout.on("data", take);
      muster.process.stderr.on("data", take);
      muster.process.once("exit", () => failed(new Error(`the server ended:\n${muster.log}`)));
    });
    return muster;
  }

  async stop() {
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGTERM");
    await ended;
    rmSync(this.directory, { recursive: true });
  }
}

// Whatever a page complains of, or asks of another host, is a fault.
export class Browser {
  static async start() {
    const browser = new Browser();
    browser.chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
    browser.faults = [];
    return browser;
  }

  async page(muster, options = {}) {
    const context = await this.chromium.newContext({
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      ...options,
    });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => this.faults.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.faults.push(`${page.url()}: ${message.text()}`);
      }
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(muster.url) && !request.url().startsWith("data:")) {
        this.faults.push(`${page.url()} asked for ${request.url()}`);
      }
    });
    return page;
  }

  async stop() {
    await this.chromium.close();
  }
}
