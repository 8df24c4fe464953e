// The console in a browser, against the real server: the story of somebody who has never seen it,
// and every page in both languages, both themes and on a phone.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axeSource, Browser, Muster, root } from "./muster.mjs";

const pictures = join(root, "tests/e2e/pictures");
const axe = readFileSync(axeSource, "utf8");
const password = "correct horse battery staple";

let muster;
let browser;
let page;
let project;

before(async () => {
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  muster = await Muster.start();
  browser = await Browser.start();
  page = await browser.page(muster);
});

after(async () => {
  await browser?.stop();
  await muster?.stop();
});

// As the page itself would call it.
function call(method, path, body) {
  return page.evaluate(
    async ([verb, where, what]) => {
      const session = await (await fetch("/v1/session")).json();
      const answer = await fetch(where, {
        method: verb,
        headers: { "X-CSRF-Token": session.csrf, "Content-Type": "application/json" },
        body: what === undefined ? undefined : JSON.stringify(what),
      });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    [method, path, body],
  );
}

test("the set-up link makes the first administrator, who is then signed in", async () => {
  await page.goto(muster.setUpLink);
  await page.getByLabel("User name").fill("ann");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Repeat the password").fill(password);
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.getByText("Live", { exact: true }).waitFor();
  const cookies = await page.context().cookies();
  const session = cookies.find((cookie) => cookie.name === "__Host-muster");
  assert.ok(session?.httpOnly && session.secure && session.sameSite === "Lax", "session cookie");
});

test("S2.32 a change without the proof of the page is refused", async () => {
  const status = await page.evaluate(async () => {
    const answer = await fetch("/v1/projects", { method: "POST", body: '{"name":"forged"}' });
    return answer.status;
  });
  assert.equal(status, 403);
});

test("S2.8 a check is made, its ping line copied, and it turns green live", async () => {
  const made = await call("POST", "/v1/projects", { name: "Shop" });
  assert.equal(made.status, 201);
  project = made.body.uuid;
  await page.goto(`${muster.url}/p/${project}/checks`);
  await page.getByRole("link", { name: "New check" }).or(page.getByRole("button", { name: "New check" })).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Nightly backup");
  await page.keyboard.press("Control+Enter");
  const save = page.getByRole("button", { name: /^(Create|Save)/ });
  if (await save.isVisible().catch(() => false)) await save.click();
  await page.getByRole("heading", { name: "Nightly backup" }).waitFor();
  const checks = await call("GET", `/v1/projects/${project}/checks`);
  const [check] = checks.body.checks;
  assert.equal(check.name, "Nightly backup");
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.includes(check.ping_url), `copied: ${copied}`);
  await page.goto(`${muster.url}/p/${project}/checks`);
  const row = page.getByRole("row").filter({ hasText: "Nightly backup" });
  await row.getByText("New").waitFor();
  const pinged = await fetch(check.ping_url, { method: "POST", body: "42 files\n" });
  assert.equal(await pinged.text(), "OK");
  await row.getByText("Up", { exact: true }).waitFor();
});

test("S2.9 a schedule that never fires is refused at its field, and nothing is lost", async () => {
  await page.goto(`${muster.url}/p/${project}/checks/1/edit`);
  await page.getByText("Cron", { exact: true }).click();
  const schedule = page.getByLabel(/cron/i).and(page.getByRole("textbox"));
  await schedule.fill("0 0 30 2 *");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator('[aria-invalid="true"]').waitFor();
  assert.equal(await schedule.inputValue(), "0 0 30 2 *");
  assert.match(page.url(), /\/edit$/);
  const { body } = await call("GET", `/v1/projects/${project}/checks/1`);
  assert.equal(body.schedule ?? null, null, "the check is as it was");
});

test("S2.30 a colleague who may only read sees the project and can change nothing", async () => {
  const made = await call("POST", "/v1/users", { name: "bob", password });
  assert.equal(made.status, 201);
  const member = await call("PUT", `/v1/projects/${project}/members/bob`, { role: "viewer" });
  assert.equal(member.status, 200);
  const other = await browser.page(muster);
  await other.goto(muster.url);
  await other.getByLabel("User name").fill("bob");
  await other.getByLabel("Password", { exact: true }).fill(password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.getByRole("heading", { name: "Overview" }).waitFor();
  await other.goto(`${muster.url}/p/${project}/checks`);
  await other.getByText("Nightly backup").first().waitFor();
  assert.equal(await other.getByText("New check").count(), 0);
  const statuses = await other.evaluate(async (id) => {
    const { csrf } = await (await fetch("/v1/session")).json();
    const headers = { "X-CSRF-Token": csrf, "Content-Type": "application/json" };
    const ask = async (method, path, body) => (await fetch(path, { method, headers, body })).status;
    return [
      await ask("GET", `/v1/projects/${id}/checks`),
      await ask("POST", `/v1/projects/${id}/checks`, '{"name":"x"}'),
      await ask("DELETE", `/v1/projects/${id}/checks/1`),
      await ask("GET", "/v1/users"),
    ];
  }, project);
  assert.deepEqual(statuses, [200, 403, 403, 403]);
  const shown = await other.evaluate(async (id) => (await fetch(`/v1/projects/${id}/checks`)).text(), project);
  assert.doesNotMatch(shown, /ping_url|"uuid"/, "a viewer is shown no secret");
  await other.context().close();
});

test("S4.16 who changed what is found in the audit log", async () => {
  const log = await call("GET", "/v1/audit");
  const actions = log.body.events.map((event) => [event.action, event.outcome, event.user]);
  assert.deepEqual(actions.slice(0, 2), [
    ["check.delete", "refused", "bob"],
    ["check.create", "refused", "bob"],
  ]);
  const created = log.body.events.find((event) => event.action === "check.create" && event.outcome === "done");
  assert.equal(created.object_name, "Nightly backup");
  assert.equal(created.user, "ann");
  assert.equal(created.project_name, "Shop");
});

const places = () => [
  ["overview", "/"],
  ["checks", `/p/${project}/checks`],
  ["check", `/p/${project}/checks/1`],
  ["check-edit", `/p/${project}/checks/1/edit`],
  ["contacts", `/p/${project}/contacts`],
  ["alerts", "/alerts"],
  ["projects", "/projects"],
  ["project", `/p/${project}/settings`],
  ["users", "/users"],
  ["profile", "/profile"],
  ["audit", "/audit"],
  ["settings", "/settings"],
];

async function faultsOfAccess() {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter((fault) => fault.impact === "serious" || fault.impact === "critical")
      .map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" · ")}`);
  });
}

for (const language of ["en", "zh"]) {
  for (const theme of ["light", "dark"]) {
    test(`every page in ${language}, ${theme}: accessible, nothing sticks out at 390 and 1440 px`, async () => {
      const saved = await call("PATCH", "/v1/profile", { language, theme });
      assert.equal(saved.status, 200);
      const faults = [];
      for (const [name, path] of places()) {
        for (const width of [1440, 390]) {
          await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
          await page.goto(muster.url + path);
          await page.getByRole("heading").first().waitFor();
          await page.waitForLoadState("load");
          await page.screenshot({ path: join(pictures, `${name}-${width}-${theme}-${language}.png`) });
          const sticksOut = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (sticksOut > 0) faults.push(`${name} at ${width}: ${sticksOut} px too wide`);
        }
        for (const fault of await faultsOfAccess()) faults.push(`${name}: ${fault}`);
      }
      assert.deepEqual(faults, []);
    });
  }
}

test("no page complained, and none asked another host for anything", () => {
  assert.deepEqual(browser.faults, []);
});
