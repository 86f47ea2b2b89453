// Runs the bundled Worker's cron, and reads the result through the Worker's `fetch`.
import { RECORD_ID } from "./world.ts";

interface Services {
  worker: {
    fetch(url: string): Promise<Response>;
    scheduled(event: { scheduledTime: Date; cron: string }): Promise<{ outcome: string }>;
  };
}

export default {
  async test(_controller: unknown, { worker }: Services): Promise<void> {
    const { outcome } = await worker.scheduled({ scheduledTime: new Date(), cron: "*/5 * * * *" });
    if (outcome !== "ok") throw new Error(`scheduled: ${outcome}`);
    const response = await worker.fetch(`https://worker.invalid/${RECORD_ID}`);
    const text = await response.text();
    if (!text.includes('"Ada"')) throw new Error(`fetch: ${response.status} ${text}`);
    console.log("the record is there");
  },
};
