import type { Day, Sharing } from "./simulate-day.ts";

const [WIDTH, PANEL, LEFT, TOP, BOTTOM] = [760, 150, 64, 34, 26];
const ACCEPTED = "#2563eb";
const REFUSED = "#d97706";
const TEXT = "#57606a";

/** A chart of the accepted and refused requests in each hour: one panel for each day, on the same scale. */
export function scaleChart(days: readonly (readonly [Sharing, Day])[]): string {
  const hours = Math.max(...days.map(([, { accepted }]) => accepted.length));
  const most = Math.max(
    6000,
    ...days.flatMap(([, { accepted, refusedByHour }]) =>
      Array.from({ length: hours }, (_, i) => (accepted[i] ?? 0) + (refusedByHour[i] ?? 0))
    ),
  );
  const height = days.length * (PANEL + TOP + BOTTOM) + 30;
  const plot = WIDTH - LEFT - 10;
  const column = plot / hours;
  const panels = days.map(([sharing, { accepted, refusedByHour }], panel) => {
    const top = panel * (PANEL + TOP + BOTTOM) + TOP;
    const y = (value: number) => top + PANEL * (1 - value / most);
    const bars = Array.from({ length: hours }, (_, hour) => {
      const [ok, refused] = [accepted[hour] ?? 0, refusedByHour[hour] ?? 0];
      const x = (LEFT + hour * column + 1).toFixed(1);
      const width = (column - 2).toFixed(1);
      return bar(x, width, y(ok), y(0), ACCEPTED) + bar(x, width, y(ok + refused), y(ok), REFUSED);
    });
    const limit = y(6000).toFixed(1);
    return `<text x="${LEFT}" y="${
      top - 12
    }" font-weight="600" fill="${TEXT}">Isolates share ${sharing}</text>
${bars.join("\n")}
<line x1="${LEFT}" x2="${
      LEFT + plot
    }" y1="${limit}" y2="${limit}" stroke="${TEXT}" stroke-dasharray="4 3"/>
<text x="${LEFT - 8}" y="${Number(limit) + 4}" text-anchor="end" fill="${TEXT}">6,000</text>
<text x="${LEFT - 8}" y="${y(0).toFixed(1)}" text-anchor="end" fill="${TEXT}">0</text>
<line x1="${LEFT}" x2="${LEFT + plot}" y1="${y(0)}" y2="${y(0)}" stroke="${TEXT}"/>
${[0, 6, 12, 18, 24].map((hour) => hourLabel(hour, LEFT + hour * column, y(0) + 16)).join("\n")}`;
  });
  const legend = height - 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Requests in each hour of the day, accepted and refused with 429">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${panels.join("\n")}
<rect x="${LEFT}" y="${legend - 10}" width="11" height="11" fill="${ACCEPTED}"/>
<text x="${LEFT + 17}" y="${legend}" fill="${TEXT}">requests in an hour that were accepted</text>
<rect x="${LEFT + 290}" y="${legend - 10}" width="11" height="11" fill="${REFUSED}"/>
<text x="${LEFT + 307}" y="${legend}" fill="${TEXT}">refused with 429</text>
<line x1="${LEFT + 430}" x2="${LEFT + 454}" y1="${legend - 4}" y2="${
    legend - 4
  }" stroke="${TEXT}" stroke-dasharray="4 3"/>
<text x="${LEFT + 461}" y="${legend}" fill="${TEXT}">the limit: 100 a minute</text>
</svg>
`;
}

function bar(x: string, width: string, top: number, bottom: number, fill: string): string {
  const height = bottom - top;
  if (height < 0.05) return "";
  return `<rect x="${x}" y="${top.toFixed(1)}" width="${width}" height="${
    height.toFixed(1)
  }" fill="${fill}"/>`;
}

function hourLabel(hour: number, x: number, y: number): string {
  const anchor = hour === 24 ? "end" : "middle";
  return `<text x="${x.toFixed(1)}" y="${
    y.toFixed(1)
  }" text-anchor="${anchor}" fill="${TEXT}">${hour}:00</text>`;
}
