// The stand-in for a type that could not be read: its problem is told already, and nothing more is said about it.
import type { TypeModel } from '../model.js';

/** Stands where a type could not be read. Compared by identity. */
export const UNREADABLE: TypeModel = { kind: 'null', constraints: {} };
