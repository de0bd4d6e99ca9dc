// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { givenFor, invariantsFor } from 'statefold/testing';
import type { GivenWord, InvariantHelpers } from 'statefold/testing';
import { app } from './app.js';
import { arbitraries } from './arbitraries.js';
import type { AppTypes } from './buses.js';

export { app, arbitraries };

/** `given(events).when(command).then(events)`, and `given(events).then(rows)`. */
export const given: GivenWord<AppTypes> = givenFor(app);

/** What holds of every state, and of every row: `invariant.Name(text, value => …)`, for the laws. */
export const invariant: InvariantHelpers<AppTypes> = invariantsFor(app);
