// Packages that a production install goes without. Installs nothing.
import { isInstalled } from '../../codegen/installed.js';

/** Says on standard error which of some packages are not installed, and how to install them; whether any is missing. */
export function lacksPeers(names: readonly string[], who = 'Codegen'): boolean {
  const missing = names.filter((name) => !isInstalled(name)).join(' ');
  if (missing !== '') process.stderr.write(`${who} needs ${missing}. Install: npm install --save-dev ${missing}\n`);
  return missing !== '';
}
