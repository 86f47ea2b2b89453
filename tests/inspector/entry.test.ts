import { expect, test } from "bun:test";
import { inspected, PEOPLE } from "./inspected.ts";
import { copiedBy, eventually, tokenOf } from "./page.ts";

inspected("an open request", (show) => {
  test("shows why it failed, with headers, bodies, app and record", async () => {
    const one = await show({ mock: { seed: { collections: [PEOPLE] } } });
    const { page, mock, server } = one;
    const token = await tokenOf(one);
    const [first] = mock.tenant.collections.list()[0]?.records.list() ?? [];
    const id = first?.id ?? "";
    await fetch(`${server.baseUrl}collections/people/${id}?note=1`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "x-request-id": "r-17",
        cookie: "session=1",
      },
      body: JSON.stringify({ data: { fullNam: "Ada" } }),
    });
    await page.getByRole("link", { name: `/collections/people/${id}?note=1` }).click();
    const entry = page.locator("#entry");
    await entry.getByRole("heading", { name: `PATCH /collections/people/${id}?note=1` }).waitFor();
    await eventually(() => page.evaluate("document.activeElement.id"), "entry-title");
    expect(await entry.locator(".reason").textContent()).toContain('Did you mean "fullName"?');
    const text = (await entry.textContent())?.replace(/\s+/g, " ") ?? "";
    expect(text).toContain("▲ 400 failed");
    expect(text).toContain("authorization [redacted]");
    expect(text).toContain("cookie [redacted]");
    expect(text).toContain("x-request-id r-17");
    expect(text).toContain('"fullNam": "Ada"');
    expect(text).toContain('"error": "');
    expect(text).toContain("Import");
    expect(await page.content()).not.toContain(token);

    // The address leads here, and the back button leads away.
    await page.reload();
    await entry.getByRole("heading", { name: "PATCH" }).waitFor();
    await entry.getByRole("link", { name: id }).click();
    await page.getByRole("heading", { name: "Record 1", exact: true }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Record 1", exact: true }).waitFor({
      state: "detached",
    });
    await entry.getByRole("link", { name: "Close" }).click();
    await entry.waitFor({ state: "detached" });
    await eventually(() => page.evaluate("document.activeElement.dataset.row"), "");
  });

  test("can be opened and closed with the keyboard, and by stepping through the list", async () => {
    const { page, server } = await show();
    for (const path of ["a", "b", "c"]) await fetch(`${server.baseUrl}${path}`);
    await page.getByRole("link", { name: "/c" }).focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("/b");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("/c");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "GET /c" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#entry").waitFor({ state: "detached" });
    await eventually(() => page.evaluate("document.activeElement.textContent"), "/c");
  });

  test("is copied as a command and as code that repeat it", async () => {
    const one = await show({ permissions: ["clipboard-read", "clipboard-write"] });
    const { page, server } = one;
    const token = await tokenOf(one);
    const body = { data: { name: 'It\'s $HOME `x` "y"' } };
    await fetch(`${server.baseUrl}collections/none?a=1&b='`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    await page.getByRole("link", { name: "/collections/none" }).click();
    const copied = (name: string) => copiedBy(page, page.getByRole("button", { name }));
    const command = await copied("Copy as curl");
    await page.getByRole("status").getByText("Copied.").waitFor();
    expect(command).toContain('"authorization: Bearer $TOKEN"');
    const sh = Bun.spawnSync(["sh", "-c", `set -- ${command.slice(4)}; printf '%s\\n' "$@"`], {
      env: { TOKEN: "t0" },
    });
    expect(sh.stdout.toString().trim().split("\n")).toEqual([
      "-X",
      "POST",
      `${server.baseUrl}collections/none?a=1&b=%27`,
      "-H",
      "authorization: Bearer t0",
      "-H",
      "content-type: application/json",
      "--data-raw",
      JSON.stringify(body),
    ]);

    const code = await copied("Copy as fetch");
    const calls: [string, RequestInit][] = [];
    const run = new Function("fetch", "$TOKEN", `return (async () => { ${code} })()`);
    await run((...call: [string, RequestInit]) => void calls.push(call), "t0");
    expect(calls).toEqual([[`${server.baseUrl}collections/none?a=1&b=%27`, {
      method: "POST",
      headers: { authorization: "Bearer t0", "content-type": "application/json" },
      body: JSON.stringify(body),
    }]]);
  });

  test("is sent again with a new token of the same app", async () => {
    const one = await show({
      mock: { behaviors: { "token.earlier": "ended" }, seed: { collections: [PEOPLE] } },
    });
    const { page, mock, server } = one;
    const headers = {
      authorization: `Bearer ${await tokenOf(one)}`,
      "content-type": "application/json",
    };
    const body = JSON.stringify({ data: { fullName: "Ada" } });
    await mock.clock.advance("2h");
    await fetch(`${server.baseUrl}collections/people`, { method: "POST", headers, body });
    await page.getByRole("link", { name: "/collections/people" }).click();
    await page.locator("#entry .reason").getByText("The token has expired.").waitFor();
    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByText("The request was sent again.").waitFor();
    await page.locator("#entry[data-id='3']").waitFor();
    await page.locator("#entry").getByText('"fullName": "Ada"').first().waitFor();
    const [, failed, again] = mock.journal.entries();
    expect(failed?.status).toBe(401);
    expect(again).toMatchObject({
      method: "POST",
      path: "/collections/people",
      status: 200,
      appId: failed?.appId,
      requestBody: { data: { fullName: "Ada" } },
    });
    expect(mock.tenant.collections.list()[0]?.records.count()).toBe(24);
    // The record that it created.
    await page.locator("#entry .facts").getByRole("link").nth(1).click();
    await page.getByRole("heading", { name: "Record 24" }).waitFor();
    expect(await page.locator("#record").textContent()).toContain('"fullName": "Ada"');
  });

  test("is not sent again if the journal has only a part of it", async () => {
    const one = await show();
    const { page, mock } = one;
    await tokenOf(one);
    await page.getByRole("link", { name: "/token" }).click();
    await page.getByText("It contained a secret, which the journal does not store.").waitFor();
    expect(await page.getByRole("button", { name: "Send again" }).count()).toBe(0);
    mock.journal.clear();
    await page.getByText("Request not found").waitFor();
  });

  test("names the fault that affected it", async () => {
    const one = await show();
    const { page, mock, server } = one;
    mock.faults.add({ kind: "drop" });
    await fetch(`${server.baseUrl}version`).catch(() => {});
    await page.getByRole("link", { name: "/version" }).click();
    await page.locator("#entry .reason").getByText("Fault: Dropped connection")
      .waitFor();
    await page.locator("#entry").getByText("injected by this mock").waitFor();
    await page.getByRole("button", { name: "Send again" }).click();
    await page.locator("#entry").getByText('"version": "mock"').waitFor();
  });

  test("takes the place of the list on a phone", async () => {
    const { page, server } = await show({ viewport: { width: 390, height: 844 }, isMobile: true });
    await fetch(`${server.baseUrl}collections/${"x".repeat(200)}?${"y".repeat(200)}`);
    await page.locator("[data-row]").click();
    await page.locator("#entry-title").waitFor();
    expect(await page.locator("#journal-list").isVisible()).toBe(false);
    expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBe(390);
    await page.getByRole("link", { name: "Close" }).click();
    await page.locator("#journal-list").waitFor();
  });

  test("works without JavaScript", async () => {
    const { page, server, mock } = await show({ javaScriptEnabled: false });
    await fetch(`${server.baseUrl}version`);
    await fetch(`${server.baseUrl}status`);
    await page.reload();
    await page.getByLabel("Status").first().selectOption("failed");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByText("1 of 2 requests match").waitFor();
    await page.getByRole("link", { name: "/status" }).click();
    await page.locator("#entry .reason").getByText("no bearer token").waitFor();
    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByText("The request was sent again.").waitFor();
    expect(mock.journal.count({ path: "/status", status: 401 })).toBe(2);
    expect(await page.locator("#entry").textContent()).toContain("#3");
  });
});
