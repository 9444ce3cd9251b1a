// The counter of 字, by the server's rule and with the server's tables: xianxing.documents.counting in the browser.
((root) => {
  const WHITE = 0;
  const WIDE = 1;
  const NARROW = 2;
  const NOTHING = 3;

  const within = (code, ranges) => {
    let low = 0;
    let high = ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (code < ranges[middle][0]) high = middle - 1;
      else if (code > ranges[middle][1]) low = middle + 1;
      else return true;
    }
    return false;
  };

  const kindOf = (code, tables) => {
    if (within(code, tables.white)) return WHITE;
    if (tables.nothing.some((table) => within(code, table))) return NOTHING;
    return within(code, tables.wide) ? WIDE : NARROW;
  };

  const isLetter = (character) => character !== undefined && /^[A-Za-z]$/.test(character);

  // A lone half of a surrogate pair counts as the server's replacement character does.
  const characters = (text) => Array.from(text, (one) => (/^[\ud800-\udfff]$/.test(one) ? "\ufffd" : one));

  const countZi = (text, tables) => {
    const all = characters(text);
    let count = 0;
    let inRun = false;
    all.forEach((character, position) => {
      const kind = kindOf(character.codePointAt(0), tables);
      if (kind === NOTHING) return;
      const apostrophe = inRun && character === "\u2019" && isLetter(all[position - 1]) && isLetter(all[position + 1]);
      if (kind === WIDE && !apostrophe) { count += 1; inRun = false; }
      else if (kind === WHITE) inRun = false;
      else if (!inRun) { count += 1; inRun = true; }
    });
    return count;
  };

  root.xianxingCounting = { countZi };
})(globalThis);
