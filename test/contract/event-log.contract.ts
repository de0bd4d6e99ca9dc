// What every event log promises.
import { describe } from 'vitest';
import type { StoreUnderTest } from '../support/stores.js';
import { aggregatesContract } from './event-log/aggregates.contract.js';
import { appendingContract } from './event-log/appending.contract.js';
import { checkingContract } from './event-log/checking.contract.js';
import { closingContract } from './event-log/closing.contract.js';
import { followingContract } from './event-log/following.contract.js';
import { placesContract } from './event-log/places.contract.js';
import { readingContract } from './event-log/reading.contract.js';
import { refusingContract } from './event-log/refusing.contract.js';

/** Runs the contract of `EventLog` against one kind of store. */
export function eventLogContract(underTest: StoreUnderTest): void {
  describe('appending', () => appendingContract(underTest));
  describe('refusing', () => refusingContract(underTest));
  describe('checking', () => checkingContract(underTest));
  describe('reading', () => readingContract(underTest));
  describe('aggregates', () => aggregatesContract(underTest));
  describe('places', () => placesContract(underTest));
  describe('following', () => followingContract(underTest));
  describe('closing', () => closingContract(underTest));
}
