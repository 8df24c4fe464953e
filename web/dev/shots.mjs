// Pictures of pages: node dev/shots.mjs <folder> <name=path[@width][,dark][,zh][,click:selector]>...
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const base = process.env.BASE ?? "http://localhost:5173";
const [folder = "/tmp/shots", ...wishes] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const wish of wishes) {
  const [name, rest = "/"] = wish.split(/=(.*)/s);
  const [path, ...options] = rest.split(",");
  const width = Number(options.find((option) => /^\d+$/.test(option)) ?? 1440);
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: options.includes("dark") ? "dark" : "light",
    locale: options.includes("zh") ? "zh-CN" : "en-GB",
    deviceScaleFactor: 1,
    isMobile: width < 600,
    hasTouch: width < 600,
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()))
      console.log(name, message.type(), message.text());
  });
  page.on("pageerror", (error) => console.log(name, "fault", error.message));
  await page.goto(base + path, { waitUntil: "load" });
  await page.waitForTimeout(1500);
  for (const option of options) {
    if (option.startsWith("click:")) await page.locator(option.slice(6)).first().click();
    if (option.startsWith("keys:")) await page.keyboard.press(option.slice(5));
    if (option.startsWith("type:")) await page.keyboard.type(option.slice(5));
    if (option.startsWith("scroll:")) {
      await page
        .locator("main")
        .evaluate((main, by) => main.scrollTo(0, by), Number(option.slice(7)));
    }
    await page.waitForTimeout(/click|keys|type|scroll/.test(option) ? 500 : 0);
  }
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await browser.close();
