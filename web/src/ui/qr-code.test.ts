import { expect, it } from "vitest";
import { qrPath } from "./qr-code";

it("draws the three finder patterns and a quiet zone of four modules", () => {
  const { path, size } = qrPath(
    "otpauth://totp/Muster:lin.wei?secret=JBSWY3DPEHPK3PXP&issuer=Muster",
  );
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h/g)].map(([, x, y]) => `${x},${y}`));
  const at = (x: number, y: number) => dark.has(`${x},${y}`);
  for (const [x, y] of [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const) {
    for (let step = 0; step < 7; step += 1) {
      expect(at(x + step, y) && at(x, y + step) && at(x + step, y + 6)).toBe(true);
    }
    expect(at(x + 1, y + 1)).toBe(false);
    expect(at(x + 3, y + 3)).toBe(true);
  }
  expect([...dark].some((of) => of.split(",").some((n) => Number(n) < 4))).toBe(false);
});
