// `statefold changes`: what it prints of a domain's history in git, and how it exits.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { settleLock } from '../../../codegen/lock/settle-lock.js';
import { lockText } from '../../../codegen/lock-file.js';
import { readDomain } from '../../../codegen/read/read-domain.js';
import { changes } from '../../../src/cli/changes.js';
import { git } from '../../support/git.js';
import { COUNTER_FILES, tempProject, writeProject } from '../codegen/load/temp-project.js';

const DOMAIN = 'domain/counter.domain.ts';
const LOCK = 'domain/schema.lock.json';

let out = '';
let err = '';

beforeEach(() => {
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      err += String(text);
      return true;
    }),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
});

async function run(root: string, since = 'HEAD', json = false): Promise<{ code: number; out: string; err: string }> {
  out = '';
  err = '';
  const code = await changes(root, { since, json });
  return { code, out, err };
}

/** Locks the domain as it is, as codegen does last of all. */
function lock(root: string): void {
  const { model } = readDomain({ root });
  writeProject(root, { [LOCK]: settleLock(model, lockText(root), []).text });
}

/** A project whose domain is locked and committed, in a folder of its repository. */
function committed(): string {
  const repository = tempProject({});
  const root = join(repository, 'app');
  writeProject(
    repository,
    Object.fromEntries(Object.entries(COUNTER_FILES).map(([path, text]) => [`app/${path}`, text])),
  );
  writeProject(root, {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': readFileSync(join(repository, 'tsconfig.json'), 'utf8'),
  });
  lock(root);
  git(repository, 'init', '--quiet');
  git(repository, 'add', 'app');
  git(repository, 'commit', '--quiet', '-m', 'First');
  git(repository, 'tag', 'v1');
  return root;
}

function edit(root: string, from: string, to: string): void {
  const text = readFileSync(join(root, DOMAIN), 'utf8');
  if (!text.includes(from)) throw new Error(`The domain has no ${from}.`);
  writeProject(root, { [DOMAIN]: text.replace(from, to) });
}

it('lists what changed since a commit, locked or not', { timeout: 30_000 }, async () => {
  const root = committed();
  expect(await run(root)).toEqual({ code: 0, out: 'Nothing has changed since HEAD.\n', err: '' });

  edit(root, 'Bumped: { by: Int; note?: string }', '\n/** @version 2 */\nBumped: { by: string; note?: string }');
  edit(root, 'Reset: Empty }', 'Reset: { why: string } }');
  edit(root, 'state: { count: Int }', 'state: { count: Int; more: Int }');
  edit(root, "{ status?: Tally['status'] }", "{ status?: Tally['status']; count?: Int }");
  lock(root);
  git(root, 'commit', '--quiet', '-a', '-m', 'Second');
  edit(root, 'WasReset: Empty', 'WasReset: { why?: string }; Closed: Empty');

  expect(await run(root)).toEqual({
    code: 0,
    out: 'Counter\n  event Closed was added\n  event WasReset has grown\n    + why?: string\n',
    err: '',
  });
  const all = `Counter
  state was changed
  event Bumped is at version 2
    ! by was retyped: Int → string
  event Closed was added
  event WasReset has grown
    + why?: string
Commands
  command Reset was changed
    ! why: string is required
Queries
  query GetTallies has grown
    + count?: Int
`;
  expect(await run(root, 'v1')).toEqual({ code: 0, out: all, err: '' });
  const json = JSON.parse((await run(root, 'v1', true)).out);
  expect(json.since).toBe('v1');
  expect(json.changes[1]).toEqual({
    of: 'event',
    aggregate: 'Counter',
    name: 'Bumped',
    version: 2,
    kind: 'versioned',
    fields: [{ kind: 'retyped', path: 'by', old: 'Int', new: 'string', breaking: true }],
  });
});

it.each([
  {
    what: 'cannot be locked as it is',
    from: 'Bumped: { by: Int;',
    to: 'Bumped: { by: string;',
    said: /^domain\/counter\.domain\.ts:7:23 Bumped\.by was Int in version 1, and is string: .*\n$/,
  },
  {
    what: 'cannot be read',
    from: 'Bumped: { by: Int;',
    to: 'Bumped: { by: Int,, ',
    said: /^domain\/counter\.domain\.ts:7:\d+ .*\(TS\d+\)\n/,
  },
])('says of a domain that $what why, and nothing of changes', { timeout: 30_000 }, async ({ from, to, said }) => {
  const root = committed();
  edit(root, from, to);
  edit(root, 'state: { count: Int }', 'state: { count: Int; more: Int }');
  for (const json of [false, true]) {
    expect(await run(root, 'HEAD', json)).toEqual({ code: 1, out: '', err: expect.stringMatching(said) });
  }
});

it('says of a lock that cannot be believed why, and nothing of changes', { timeout: 30_000 }, async () => {
  const root = committed();
  const text = readFileSync(join(root, LOCK), 'utf8');
  writeProject(root, { [LOCK]: text.replace('"integer"', '"string"') });
  expect(await run(root)).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^domain\/schema\.lock\.json:\d+:\d+ The lock was changed by hand, or .*\n$/),
  });
  writeProject(root, { [LOCK]: null, 'domain/corpus/Bumped.v1.json': '{}' });
  expect(await run(root)).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^domain\/schema\.lock\.json:1:1 The lock is missing, .*\n$/),
  });
});

it('says where there is no older lock', { timeout: 30_000 }, async () => {
  const root = committed();
  expect(await run(root, 'v7')).toEqual({
    code: 1,
    out: '',
    err: 'git knows no commit v7. Name a commit, branch or tag with --since.\n',
  });
  expect((await run(root, '--help')).err).toBe(
    'git knows no commit --help. Name a commit, branch or tag with --since.\n',
  );
  git(root, 'rm', '--quiet', '--cached', LOCK);
  git(root, 'commit', '--quiet', '-m', 'Without');
  expect((await run(root)).err).toBe(
    `HEAD has no ${LOCK} in the folder ${root}. Give --root the folder of package.json and domain/, commit the lock, or name a commit that has it with --since.\n`,
  );
  rmSync(join(root, '..', '.git'), { recursive: true });
  expect((await run(root)).err).toBe(`${root} is in no git repository, where an older lock could be. Run: git init\n`);
  const path = process.env.PATH;
  onTestFinished(() => {
    process.env.PATH = path;
  });
  process.env.PATH = '';
  expect((await run(root)).err).toBe('git is not installed, and the older lock is in its history. Install git.\n');
  expect((await run(join(root, 'nowhere'))).err).toContain('does not exist.');
});
