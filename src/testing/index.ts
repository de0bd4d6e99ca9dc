// What tests may import as `statefold/testing`. Needs the optional peer fast-check.
export { type Arbitraries, arbitrariesFor } from './arbitrary.js';
