// Starts the worker from its TypeScript source. A program that has been compiled starts `engine-worker.js` itself.
import { register } from 'tsx/esm/api';

register();
await import('./engine-worker.ts');
