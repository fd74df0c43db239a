// An authenticator app: the codes of RFC 6238 for a key in base 32.

import { createHmac } from "node:crypto";

/** The code of the time step that is so many after the present one. */
export function codeOf(key: string, stepsOn = 0): string {
  const bits = [...key].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsOn));
  const hash = createHmac("sha1", Buffer.from(bytes.map((byte) => parseInt(byte, 2)))).update(step).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
