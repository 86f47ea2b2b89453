import { expect, test } from "bun:test";
import { createSecretParts } from "../../../../src/http/secret-parts.ts";

// Without adjacent characters that are the same in both.
const ONE = "0123456789abcdefghijklmnopqrstuvwxyz";
const OTHER = "zyxwvutsrqponmlkjihgfedcba9876543210";

/** Masks with `#`. */
function masking(first: string | undefined, ...more: string[]) {
  const parts = createSecretParts(first);
  for (const secret of more) parts.add(secret);
  return { parts, masked: (text: string) => parts.masked(text, "#") };
}

test("without a secret each text stays", () => {
  const { masked } = masking(undefined);
  expect([masked(""), masked(ONE), masked(`${btoa(ONE)}==`)]).toEqual(["", ONE, `${btoa(ONE)}==`]);
});

test("secrets that touch or overlap are one place, and others are several", () => {
  const { masked } = masking(ONE, OTHER);
  expect(masked(`${ONE}${OTHER}`)).toBe("#");
  expect(masked(`a ${ONE} b ${OTHER} c`)).toBe("a # b # c");
  expect(masked(`${ONE.slice(0, 20)}${ONE.slice(10, 30)}`)).toBe("#");
  expect(masked(`${ONE}`)).toBe("#");
});

test("a secret of less than 16 characters is found only as a whole", () => {
  const { masked } = masking("abcdefghijklmno", "a=");
  expect(masked("abcdefghijklmno")).toBe("#");
  expect(masked("abcdefghijklmn bcdefghijklmno")).toBe("abcdefghijklmn bcdefghijklmno");
  expect(masked("a a= b")).toBe("a # b");
});

test("a part of 16 characters of a longer secret is found, also its last ones", () => {
  const { masked } = masking(ONE);
  expect(masked(`(${ONE.slice(-16)})`)).toBe("(#)");
  expect(masked(`(${ONE.slice(-15)})`)).toBe(`(${ONE.slice(-15)})`);
  expect(masking("abcdefghijklmnop").masked("-abcdefghijklmnop-")).toBe("-#-");
});

test("the padding after a secret is masked, but no more than two characters", () => {
  const { masked } = masking(`${ONE}==`);
  expect(masked(`${ONE}=, ${ONE}==, ${ONE}===x`)).toBe("#, #, #=x");
  expect(masked(`${ONE}=`)).toBe("#");
  // Escaped padding, too.
  expect(masked(`${ONE}%3D%3D&`)).toBe("#&");
});

test("a secret that is added later is found, before and after a text was masked", () => {
  const { parts, masked } = masking(undefined);
  expect(masked(ONE)).toBe(ONE);
  parts.add(ONE);
  expect(masked(ONE)).toBe("#");
  parts.add("");
  parts.add("short");
  expect(masked(`${ONE} short x`)).toBe("# # x");
});

test("a run of base64 with a part of a secret is masked as a whole, wherever the encoded text starts", () => {
  const { masked } = masking(ONE);
  for (const before of ["", "x", "xy", "xyz"]) {
    for (const around of ["", "AAAA", "-_-_"]) {
      const run = `${before}${around}${btoa(ONE).replace(/=+$/, "")}${around}`;
      expect(masked(`(${run})`)).toBe("(#)");
    }
  }
  const url = btoa(`???${ONE}>>>`).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  expect(masked(`(${url})`)).toBe("(#)");
  // 16 characters are 22 in base64: the encoded text is longer than a part alone.
  expect(masked(`(${btoa(ONE.slice(0, 18))})`)).toBe("(#)");
  expect(masked(`(${btoa(ONE.slice(0, 15))})`)).toBe(`(${btoa(ONE.slice(0, 15))})`);
});

test("base64 of a text that is escaped is searched, too", () => {
  const { masked } = masking("one+two/three+four/five");
  const escaped = encodeURIComponent("one+two/three+four/five");
  expect(masked(`(${btoa(`x${escaped}`).replace(/=+$/, "")})`)).toBe("(#)");
});

test("the newest secrets are kept up to a size, and the first one always", () => {
  const secret = (n: number, length: number) => `${n}-`.padEnd(length, `${n}x`);
  const full = (...lengths: number[]) => {
    const { masked } = masking(ONE, ...lengths.map((length, n) => secret(n + 1, length)));
    return [ONE, ...lengths.map((length, n) => secret(n + 1, length))]
      .map((text) => masked(text.slice(0, 40)) === "#");
  };
  // The size of the first one does not count.
  expect(full(16_384, 16_384)).toEqual([true, true, true]);
  expect(full(100, 32_668)).toEqual([true, true, true]);
  // What is more than half of the size when the next one is looked at.
  expect(full(200, 16_384, 16_384)).toEqual([true, false, true, true]);
  expect(full(16_384, 16_384, 20)).toEqual([true, false, true, true]);
  expect(full(20, 20, 32_768)).toEqual([true, false, false, true]);
  expect(full(20, 32_768, 20)).toEqual([true, false, true, true]);
  expect(full(16_384, 16_384, 20, 20)).toEqual([true, false, true, true, true]);
});

test("a secret that is added again does not take the place of others", () => {
  const { parts, masked } = masking(undefined, OTHER);
  for (let i = 0; i < 2_000; i++) parts.add(ONE);
  expect(masked(OTHER)).toBe("#");
});

test("without a first secret the oldest is forgotten", () => {
  const { masked } = masking(undefined, ONE, "x-".repeat(20_000));
  expect(masked(ONE)).toBe(ONE);
  expect(masked("x-".repeat(20))).toBe("#");
});

test("an empty secret is no part of any text", () => {
  const { masked } = masking(undefined, "");
  expect(masked(`a ${btoa(ONE)} b`)).toBe(`a ${btoa(ONE)} b`);
});

test("a secret of 16 characters is found without its padding", () => {
  expect(masking("abcdefghijklmn==").masked("(abcdefghijklmn)")).toBe("(#)");
  expect(masking("abcdefghijklm==").masked("(abcdefghijklm)")).toBe("(abcdefghijklm)");
});
