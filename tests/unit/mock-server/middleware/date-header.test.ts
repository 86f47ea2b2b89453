import { expect, test } from "bun:test";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { mockWithApp } from "../mock-with-app.ts";

test("every response has the time of the tenant's clock", async () => {
  const clock = createManualClock({ start: "2031-05-06T07:08:09.999Z" });
  const { mock, send } = await mockWithApp({ clock });
  const date = async (path: string) => (await send("GET", path)).headers.get("date");
  for (const path of ["status", "collections/nobody", "nowhere", "collections/people/all"]) {
    expect(await date(path)).toBe("Tue, 06 May 2031 07:08:09 GMT");
  }
  mock.faults.add({ kind: "html" });
  mock.faults.add({ kind: "delay", duration: "51s" });
  expect(await date("status")).toBe("Tue, 06 May 2031 07:08:09 GMT");
  expect(await date("status")).toBe("Tue, 06 May 2031 07:09:00 GMT");
});
