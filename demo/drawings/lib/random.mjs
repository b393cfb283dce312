// Repeatable noise: the same seed gives the same drawing on every machine.

export function random(seed_text) {
  let state = 0x9e3779b9;
  for (const character of seed_text) state = Math.imul(state ^ character.codePointAt(0), 0x85ebca6b) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
