// The codecs that codegen emits for some events, running: their text is transpiled and loaded in process.
import { transformSync } from 'esbuild';
import { codecsFile } from '../../../codegen/emit/codecs.js';
import { eventVersions } from '../../../codegen/lock/event-versions.js';
import type { LockedEvent } from '../../../codegen/lock/schema-lock.js';
import type { EventDescriptor } from '../../../src/codec/descriptor.js';
import type { EventCodec } from '../../../src/codec/event-codec.js';

/** The text of `codecs.ts` for events of one version each. */
export function codecsText(descriptors: readonly EventDescriptor[]): string {
  const events: Record<string, LockedEvent> = {};
  for (const { event, number, ...version } of descriptors) events[event] = { number, versions: [version] };
  const lock = { format: 1, aggregates: { Thing: { state: '', events } }, commands: {}, queries: {} } as const;
  return codecsFile(eventVersions(lock)).finish('.js').text;
}

/** What that text exports, by the names of the events. */
export function generatedCodecs(descriptors: readonly EventDescriptor[]): Readonly<Record<string, EventCodec>> {
  const { code } = transformSync(codecsText(descriptors), { loader: 'ts', format: 'cjs', target: 'node20' });
  const module: { exports: { codecs?: Record<string, EventCodec> } } = { exports: {} };
  new Function('module', 'exports', code)(module, module.exports);
  if (module.exports.codecs === undefined) throw new Error('The generated file exports no codecs.');
  return module.exports.codecs;
}
