// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { app } from './app.js';
import { arbitraries } from './arbitraries.js';

export { app, arbitraries };
