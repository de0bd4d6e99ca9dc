// What every store's tables promise.
import { describe } from 'vitest';
import type { StoreUnderTest } from '../support/stores.js';
import { applyingContract } from './tables/applying.contract.js';
import { generationsContract } from './tables/generations.contract.js';
import { indexesContract } from './tables/indexes.contract.js';
import { rowsContract } from './tables/rows.contract.js';
import { slicesContract } from './tables/slices.contract.js';
import { wakingContract } from './tables/waking.contract.js';

/** Runs the contract of `Tables` against one kind of store. */
export function tablesContract(underTest: StoreUnderTest): void {
  describe('applying', () => applyingContract(underTest));
  describe('rows', () => rowsContract(underTest));
  describe('indexes', () => indexesContract(underTest));
  describe('slices', () => slicesContract(underTest));
  describe('generations', () => generationsContract(underTest));
  describe('waking and closing', () => wakingContract(underTest));
}
