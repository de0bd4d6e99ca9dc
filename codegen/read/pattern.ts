// Which regular expressions a `@pattern` may hold: those that the validator and the generated arbitraries both support.

/** What is wrong with a pattern and what to write instead; `null` for a good one. */
export function refusePattern(pattern: string): string | null {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    return `@pattern is not a regular expression: ${error instanceof Error ? error.message : String(error)}.`;
  }
  let inClass = false;
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    const rest = pattern.slice(i);
    if (char === '\\') {
      const refused = refuseEscape(pattern[i + 1] ?? '');
      if (refused !== null) return refused;
      i++;
    } else if (inClass) {
      inClass = char !== ']';
    } else if (char === '[') {
      inClass = true;
    } else if (char === '(') {
      depth++;
      if (/^\(\?<?[=!]/.test(rest)) return unsupported('lookahead and lookbehind', 'Say it without them');
    } else if (char === ')') {
      depth--;
    } else if (char === '^' && !(depth === 0 && (i === 0 || pattern[i - 1] === '|'))) {
      return unsupported('"^" anywhere but at the start', 'Move it there, or escape it');
    } else if (char === '$' && !(depth === 0 && (i === pattern.length - 1 || pattern[i + 1] === '|'))) {
      return unsupported('"$" anywhere but at the end', 'Move it there, or escape it');
    }
  }
  return null;
}

function refuseEscape(escaped: string): string | null {
  if (escaped === 'b' || escaped === 'B') return unsupported('word boundaries', 'Name the characters instead');
  if (escaped === 'k' || /\d/.test(escaped)) return unsupported('references to groups', 'Repeat the group instead');
  if (escaped === 'c') return unsupported('control letters', 'Write \\x and two digits instead');
  return null;
}

function unsupported(what: string, remedy: string): string {
  return `@pattern cannot hold ${what}: values for tests could not be made from it. ${remedy}.`;
}
