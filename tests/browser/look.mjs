// Opens pages in one Chromium, each in a profile of its own; of a line of JSON each prints, as another, what it found.
//
// node look.mjs CHROMIUM < {"page": FILE, "width": 1280, "height": 900, "dark": false, "script": true,
//   "axe": true, "print": false, "screenshot": FILE, "steps": [...]}
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await puppeteer.launch({
  executablePath: process.argv[2],
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"],
});

async function look(context, asked) {
  const page = await context.newPage();
  const said = [];
  const requests = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("dialog", async (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("request", (request) => requests.push(request.url().split(":")[0]));
  await page.setViewport({ width: asked.width ?? 1280, height: asked.height ?? 900 });
  await page.setJavaScriptEnabled(asked.script ?? true);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: asked.dark ? "dark" : "light" },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.goto(pathToFileURL(asked.page), { waitUntil: "load" });
  const found = { said, requests, steps: [] };
  const measured = await page.metrics();
  found.processor = measured.TaskDuration;
  found.nodes = measured.Nodes;
  if (asked.print) await page.emulateMediaType("print");
  for (const step of asked.steps ?? []) {
    if (step.type !== undefined) await page.type(step.into, step.type);
    if (step.press) await page.keyboard.press(step.press);
    if (step.click) await page.click(step.click);
    if (step.wait) await new Promise((done) => setTimeout(done, step.wait));
    if (step.until) await page.waitForFunction(step.until, { timeout: 20000 });
    if (step.value) found.steps.push(await page.evaluate(step.value));
  }
  found.scrolls = await page.evaluate(
    "document.documentElement.scrollWidth > document.documentElement.clientWidth",
  );
  if (asked.axe) {
    await page.evaluate(AXE);
    const result = await page.evaluate("axe.run(document, { resultTypes: ['violations', 'incomplete'] })");
    const short = (one) => ({
      id: one.id,
      help: one.help,
      nodes: one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`),
      count: one.nodes.length,
    });
    found.violations = result.violations.map(short);
    found.incomplete = result.incomplete.map(short);
    found.passes = result.passes.length;
  }
  if (asked.pdf) found.pdf = (await page.pdf({ path: asked.pdf })).length;
  if (asked.screenshot) await page.screenshot({ path: asked.screenshot, fullPage: asked.full ?? false });
  return found;
}

try {
  for await (const line of createInterface({ input: process.stdin })) {
    const context = await browser.createBrowserContext();
    const told = await look(context, JSON.parse(line)).catch((error) => ({ error: error.stack }));
    await context.close();
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
} finally {
  await browser.close();
}
