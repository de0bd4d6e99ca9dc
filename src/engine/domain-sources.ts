// Where generated code stands, and what it was made from. Compares nothing.
import type { DomainSources } from './app-definition.js';

/**
 * What generated code was made from. `module` is its `import.meta`, taken as it comes: a project may have been compiled to
 * something that has none. Called by generated code only.
 */
export function domainSources(module: object, digest: string): DomainSources {
  const url = 'url' in module && typeof module.url === 'string' ? module.url : '';
  return { location: url.startsWith('file:') ? new URL('../domain/', url).href : '', digest };
}
